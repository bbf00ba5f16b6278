package test

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainTuning(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainSetMemory, s.domainSetMemory)
	driver.Handle(m, &protocol.DomainSetMemoryFlags, s.domainSetMemoryFlags)
	driver.Handle(m, &protocol.DomainSetMaxMemory, s.domainSetMaxMemory)
	driver.Handle(m, &protocol.DomainSetVcpus, s.domainSetVcpus)
	driver.Handle(m, &protocol.DomainSetVcpusFlags, s.domainSetVcpusFlags)
	driver.Handle(m, &protocol.DomainSetSchedulerParameters, s.domainSetSchedulerParameters)
	driver.Handle(m, &protocol.DomainSetSchedulerParametersFlags, s.domainSetSchedulerParametersFlags)
}

func (s *session) domainSetMemory(_ context.Context, a *protocol.DomainSetMemoryArgs) error {
	return s.setMemory(a.Dom, a.Memory, uint32(virt.DomainMemLive), "virDomainSetMemory")
}

func (s *session) domainSetMemoryFlags(_ context.Context, a *protocol.DomainSetMemoryFlagsArgs) error {
	return s.setMemory(a.Dom, a.Memory, a.Flags, "virDomainSetMemoryFlags")
}

func (s *session) domainSetMaxMemory(_ context.Context, a *protocol.DomainSetMaxMemoryArgs) error {
	return s.setMemory(a.Dom, a.Memory, uint32(virt.DomainMemMaximum), "virDomainSetMaxMemory")
}

// setMemory sets the current or the maximal memory of a domain in KiB. function
// is the API function that a bad argument is blamed on.
func (s *session) setMemory(ref protocol.Domain, kib uint64, flags uint32, function string) error {
	switch {
	case kib == 0:
		return errZero(function, "memory")
	case kib >= math.MaxInt64/1024: // not a number of bytes any more
		return virt.Errorf(virt.FromDomain, virt.ErrOverflow, "input too large: %d", kib)
	}
	if err := checkFlags(flags, virt.DomainMemLive|virt.DomainMemConfig|virt.DomainMemMaximum, "testDomainSetMemoryFlags"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return err
	}
	def, err := d.oneDef(flags)
	if err != nil {
		return err
	}
	switch {
	case flags&uint32(virt.DomainMemMaximum) != 0:
		if d.active() && def == d.def {
			return errorf(virt.ErrOperationInvalid, "cannot resize the maximum memory on an active domain")
		}
		def.SetMaxMemory(kib)
	case kib > def.MaxMemory():
		return errorf(virt.ErrInvalidArg, "cannot set memory higher than max memory")
	default:
		def.SetMemory(kib)
	}
	return nil
}

func (s *session) domainSetVcpus(_ context.Context, a *protocol.DomainSetVcpusArgs) error {
	if a.NVcpus == 0 {
		return errZero("virDomainSetVcpus", "nvcpus")
	}
	return s.setVcpus(a.Dom, a.NVcpus, uint32(virt.DomainVcpuLive))
}

func (s *session) domainSetVcpusFlags(_ context.Context, a *protocol.DomainSetVcpusFlagsArgs) error {
	has := func(f virt.DomainVcpuFlags) bool { return a.Flags&uint32(f) != 0 }
	switch {
	case has(virt.DomainVcpuMaximum) && !has(virt.DomainVcpuConfig):
		return errRequired("VIR_DOMAIN_AFFECT_CONFIG", "VIR_DOMAIN_VCPU_MAXIMUM")
	case has(virt.DomainVcpuGuest) && has(virt.DomainVcpuConfig):
		return errExclusive("VIR_DOMAIN_VCPU_GUEST", "VIR_DOMAIN_AFFECT_CONFIG")
	case a.NVcpus == 0:
		return errZero("virDomainSetVcpusFlags", "nvcpus")
	}
	return s.setVcpus(a.Dom, a.NVcpus, a.Flags)
}

// setVcpus sets the number of virtual CPUs in each definition that the flags
// name, or in none.
func (s *session) setVcpus(ref protocol.Domain, count, flags uint32) error {
	if err := checkFlags(flags, virt.DomainVcpuLive|virt.DomainVcpuConfig|virt.DomainVcpuMaximum, "testDomainSetVcpusFlags"); err != nil {
		return err
	}
	if count > maxVcpus {
		return errorf(virt.ErrInvalidArg, "requested cpu amount exceeds maximum supported amount (%d > %d)", int32(count), maxVcpus) // libvirt takes it for signed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return err
	}
	onLive, onConfig, err := d.impact(flags)
	if err != nil {
		return err
	}
	n, most := int(count), flags&uint32(virt.DomainVcpuMaximum) != 0
	if onLive && n > d.def.MaxVcpus() {
		return errTooManyVcpus(n, d.def)
	}
	if onConfig && !most && n > d.config().MaxVcpus() {
		return errTooManyVcpus(n, d.config())
	}
	if onLive {
		d.def.SetVcpus(n)
	}
	switch {
	case onConfig && most:
		d.config().SetMaxVcpus(n)
	case onConfig:
		d.config().SetVcpus(n)
	}
	return nil
}

func errTooManyVcpus(n int, def *model.Domain) error {
	return errorf(virt.ErrInvalidArg, "requested cpu amount exceeds maximum (%d > %d)", n, def.MaxVcpus())
}

func (s *session) domainSetSchedulerParameters(_ context.Context, a *protocol.DomainSetSchedulerParametersArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetSchedulerParameters", "params")
	}
	return s.setScheduler(a.Dom, a.Params, 0)
}

func (s *session) domainSetSchedulerParametersFlags(_ context.Context, a *protocol.DomainSetSchedulerParametersFlagsArgs) error {
	if len(a.Params) == 0 {
		return errNull("virDomainSetSchedulerParametersFlags", "params")
	}
	return s.setScheduler(a.Dom, a.Params, a.Flags)
}

// setScheduler checks the parameters of the made-up scheduler, which has one,
// and that is fixed.
func (s *session) setScheduler(ref protocol.Domain, params []virt.TypedParam, flags uint32) error {
	if err := checkFlags(flags, noFlags, "testDomainSetSchedulerParametersFlags"); err != nil {
		return err
	}
	known := paramTypes{virt.DomainSchedulerWeight: virt.TypedParamUint}
	if err := known.check(params); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.domain(ref)
	return err
}
