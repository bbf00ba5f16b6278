package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainPins(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainPinVcpu, s.domainPinVcpu)
	driver.Handle(m, &protocol.DomainPinVcpuFlags, s.domainPinVcpuFlags)
	driver.Handle(m, &protocol.DomainPinEmulator, s.domainPinEmulator)
	driver.Handle(m, &protocol.DomainGetEmulatorPinInfo, s.domainGetEmulatorPinInfo)
}

func (s *session) domainPinVcpu(_ context.Context, a *protocol.DomainPinVcpuArgs) error {
	if len(a.CPUMap) == 0 {
		return errNull("virDomainPinVcpu", "cpumap")
	}
	return s.pinVcpu(a.Dom, a.Vcpu, a.CPUMap, 0)
}

func (s *session) domainPinVcpuFlags(_ context.Context, a *protocol.DomainPinVcpuFlagsArgs) error {
	if len(a.CPUMap) == 0 {
		return errNull("virDomainPinVcpuFlags", "cpumap")
	}
	return s.pinVcpu(a.Dom, a.Vcpu, a.CPUMap, a.Flags)
}

// pinVcpu pins a virtual CPU of a running domain; of its kept definition it
// cannot.
func (s *session) pinVcpu(ref protocol.Domain, vcpu uint32, cpus virt.CPUMap, flags uint32) error {
	if err := checkFlags(flags, noFlags, "testDomainPinVcpuFlags"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	switch {
	case err != nil:
		return err
	case !d.active():
		return errorf(virt.ErrOperationInvalid, "cannot pin vcpus on an inactive domain")
	case int64(vcpu) >= int64(d.def.Vcpus()):
		return errorf(virt.ErrInvalidArg, "requested vcpu '%d' is not present in the domain", int32(vcpu))
	}
	d.def.PinVcpu(int(vcpu), cpus)
	return nil
}

func (s *session) domainPinEmulator(_ context.Context, a *protocol.DomainPinEmulatorArgs) error {
	if len(a.CPUMap) == 0 {
		return errNull("virDomainPinEmulator", "cpumap")
	}
	if err := checkFlags(a.Flags, virt.DomainAffectLive|virt.DomainAffectConfig, "testDomainPinEmulator"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return err
	}
	def, err := d.oneDef(a.Flags)
	if err != nil {
		return err
	}
	cpus := virt.CPUMap(a.CPUMap)
	if cpus.Count() == 0 {
		return errorf(virt.ErrInvalidArg, "Empty cpu list for pinning")
	}
	def.PinEmulator(cpus)
	return nil
}

// domainGetEmulatorPinInfo falls back to where all of the domain may run.
func (s *session) domainGetEmulatorPinInfo(_ context.Context, a *protocol.DomainGetEmulatorPinInfoArgs) (*protocol.DomainGetEmulatorPinInfoReply, error) {
	if a.MapLen <= 0 {
		return nil, errNull("virDomainGetEmulatorPinInfo", "cpumap")
	}
	if err := checkFlags(a.Flags, virt.DomainAffectLive|virt.DomainAffectConfig, "testDomainGetEmulatorPinInfo"); err != nil {
		return nil, err
	}
	if err := checkOneDef(a.Flags); err != nil { // of no domain as well
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	def, err := d.oneDef(a.Flags)
	if err != nil {
		return nil, err
	}
	list := def.EmulatorPin()
	if list == "" {
		list = def.VcpuPlacement()
	}
	cpus := virt.NewCPUMap(s.hostCPUs())
	if m, err := virt.ParseCPUMap(list); err == nil && list != "" {
		cpus = m
	} else {
		for cpu := range s.hostCPUs() {
			cpus.Set(cpu)
		}
	}
	row := make([]byte, min(a.MapLen, maxMaps))
	copy(row, cpus)
	return &protocol.DomainGetEmulatorPinInfoReply{CPUMaps: row, Ret: 1}, nil
}
