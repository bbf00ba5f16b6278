package test

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainInfo(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetInfo, s.domainGetInfo)
	driver.Handle(m, &protocol.DomainGetState, s.domainGetState)
	driver.Handle(m, &protocol.DomainGetOSType, s.domainGetOSType)
	driver.Handle(m, &protocol.DomainGetMaxMemory, s.domainGetMaxMemory)
	driver.Handle(m, &protocol.DomainIsActive, s.domainIsActive)
	driver.Handle(m, &protocol.DomainIsPersistent, s.domainIsPersistent)
	driver.Handle(m, &protocol.DomainIsUpdated, s.domainIsUpdated)
	driver.Handle(m, &protocol.DomainGetControlInfo, s.domainGetControlInfo)
	driver.Handle(m, &protocol.DomainGetSecurityLabel, s.domainGetSecurityLabel)
	driver.Handle(m, &protocol.DomainGetSchedulerType, s.domainGetSchedulerType)
	driver.Handle(m, &protocol.DomainGetSchedulerParameters, s.domainGetSchedulerParameters)
	driver.Handle(m, &protocol.DomainGetSchedulerParametersFlags, s.domainGetSchedulerParametersFlags)
}

func (s *session) domainGetInfo(_ context.Context, a *protocol.DomainGetInfoArgs) (*protocol.DomainGetInfoReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetInfoReply{
		State: uint8(d.state), MaxMem: d.def.MaxMemory(), Memory: d.def.Memory(), NrVirtCPU: uint16(d.def.Vcpus()),
		CPUTime: uint64(time.Now().UnixMicro()) * 1000, // the clock, in nanoseconds, is the CPU time
	}, nil
}

func (s *session) domainGetState(_ context.Context, a *protocol.DomainGetStateArgs) (*protocol.DomainGetStateReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainGetState"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetStateReply{State: int32(d.state), Reason: d.reason}, nil
}

// domainGetOSType has one answer for all domains, whatever their definition says.
func (s *session) domainGetOSType(context.Context, *protocol.DomainGetOSTypeArgs) (*protocol.DomainGetOSTypeReply, error) {
	return &protocol.DomainGetOSTypeReply{Type: "linux"}, nil
}

func (s *session) domainGetMaxMemory(_ context.Context, a *protocol.DomainGetMaxMemoryArgs) (*protocol.DomainGetMaxMemoryReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetMaxMemoryReply{Memory: d.def.MaxMemory()}, nil
}

func (s *session) domainIsActive(_ context.Context, a *protocol.DomainIsActiveArgs) (*protocol.DomainIsActiveReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainIsActiveReply{Active: cBool(d.active())}, nil
}

func (s *session) domainIsPersistent(_ context.Context, a *protocol.DomainIsPersistentArgs) (*protocol.DomainIsPersistentReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainIsPersistentReply{Persistent: cBool(d.persistent)}, nil
}

// domainIsUpdated asks whether the definition was changed behind the client's
// back, which nothing here does.
func (s *session) domainIsUpdated(context.Context, *protocol.DomainIsUpdatedArgs) (*protocol.DomainIsUpdatedReply, error) {
	return &protocol.DomainIsUpdatedReply{}, nil
}

func (s *session) domainGetControlInfo(_ context.Context, a *protocol.DomainGetControlInfoArgs) (*protocol.DomainGetControlInfoReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainGetControlInfo"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.activeDomain(a.Dom); err != nil {
		return nil, err
	}
	return &protocol.DomainGetControlInfoReply{State: uint32(virt.DomainControlOK)}, nil
}

func (s *session) domainGetSecurityLabel(_ context.Context, a *protocol.DomainGetSecurityLabelArgs) (*protocol.DomainGetSecurityLabelReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	if !d.active() {
		return &protocol.DomainGetSecurityLabelReply{Label: cText("")}, nil
	}
	return &protocol.DomainGetSecurityLabelReply{Label: cText("libvirt-test"), Enforcing: 1}, nil
}

func (s *session) domainGetSchedulerType(context.Context, *protocol.DomainGetSchedulerTypeArgs) (*protocol.DomainGetSchedulerTypeReply, error) {
	return &protocol.DomainGetSchedulerTypeReply{Type: "fair", NParams: 1}, nil
}

func (s *session) domainGetSchedulerParameters(_ context.Context, a *protocol.DomainGetSchedulerParametersArgs) (*protocol.DomainGetSchedulerParametersReply, error) {
	params, err := s.schedulerParameters(a.Dom, a.NParams, "virDomainGetSchedulerParameters")
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetSchedulerParametersReply{Params: params}, nil
}

func (s *session) domainGetSchedulerParametersFlags(_ context.Context, a *protocol.DomainGetSchedulerParametersFlagsArgs) (*protocol.DomainGetSchedulerParametersFlagsReply, error) {
	// libvirt's API adds a flag of its own, which its test driver refuses.
	flags := a.Flags | uint32(virt.TypedParamStringOkay)
	if err := checkFlags(flags, noFlags, "testDomainGetSchedulerParametersFlags"); err != nil && a.NParams > 0 {
		return nil, err
	}
	params, err := s.schedulerParameters(a.Dom, a.NParams, "virDomainGetSchedulerParametersFlags")
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetSchedulerParametersFlagsReply{Params: params}, nil
}

func (s *session) schedulerParameters(ref protocol.Domain, room int32, function string) ([]virt.TypedParam, error) {
	if room <= 0 {
		return nil, argument(virt.FromDomain, "params in "+function+" must not be NULL", function, "params")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.domain(ref); err != nil {
		return nil, err
	}
	const weight = 50 // of every domain
	return firstN([]virt.TypedParam{{Name: virt.DomainSchedulerWeight, Value: virt.UintValue(weight)}}, room), nil
}
