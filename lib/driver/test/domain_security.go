package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainSecurity(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetMessages, s.domainGetMessages)
	driver.Handle(m, &protocol.DomainGetLaunchSecurityInfo, s.domainGetLaunchSecurityInfo)
}

// domainGetMessages has nothing to warn of, whatever a domain has.
func (s *session) domainGetMessages(_ context.Context, a *protocol.DomainGetMessagesArgs) (*protocol.DomainGetMessagesReply, error) {
	if err := checkFlags(a.Flags, virt.DomainMessageDeprecation|virt.DomainMessageTainting, "testDomainGetMessages"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.domain(a.Dom); err != nil {
		return nil, err
	}
	return &protocol.DomainGetMessagesReply{}, nil
}

// domainGetLaunchSecurityInfo never gets to look: libvirt's API adds a flag of
// its own, which its test driver refuses.
func (s *session) domainGetLaunchSecurityInfo(_ context.Context, a *protocol.DomainGetLaunchSecurityInfoArgs) (*protocol.DomainGetLaunchSecurityInfoReply, error) {
	return nil, checkFlags(a.Flags|uint32(virt.TypedParamStringOkay), noFlags, "testDomainGetLaunchSecurityInfo")
}
