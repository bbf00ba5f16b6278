package test

import (
	"context"
	"fmt"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainGuest(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetHostname, s.domainGetHostname)
	driver.Handle(m, &protocol.DomainGetTime, s.domainGetTime)
	driver.Handle(m, &protocol.DomainSetTime, s.domainSetTime)
	driver.Handle(m, &protocol.DomainSetUserPassword, s.domainSetUserPassword)
	driver.Handle(m, &protocol.DomainInjectNMI, s.domainInjectNMI)
	driver.Handle(m, &protocol.DomainSendKey, s.domainSendKey)
	driver.Handle(m, &protocol.DomainSendProcessSignal, s.domainSendProcessSignal)
}

// withActive calls f with a domain that must run.
func (s *session) withActive(ref protocol.Domain, f func(*domain) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(ref)
	if err != nil {
		return err
	}
	return f(d)
}

// ifActive refuses a domain that does not run.
func (s *session) ifActive(ref protocol.Domain) error {
	return s.withActive(ref, func(*domain) error { return nil })
}

func (s *session) domainGetHostname(_ context.Context, a *protocol.DomainGetHostnameArgs) (*protocol.DomainGetHostnameReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainGetHostname"); err != nil {
		return nil, err
	}
	r := &protocol.DomainGetHostnameReply{}
	err := s.withActive(a.Dom, func(d *domain) error {
		r.Hostname = d.def.Name() + "host"
		return nil
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// guestTime is the clock of a guest. It stands still.
type guestTime struct {
	seconds     int64 // since 1970
	nanoseconds uint32
}

// newGuestTime is what the clock of a guest shows until it is set.
func newGuestTime() guestTime { return guestTime{seconds: 627319920} }

func (s *session) domainGetTime(_ context.Context, a *protocol.DomainGetTimeArgs) (*protocol.DomainGetTimeReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainGetTime"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	switch {
	case err != nil:
		return nil, err
	case !d.active():
		return nil, errorf(virt.ErrOperationInvalid, "domain is not running") // from the driver itself, unlike all others
	}
	return &protocol.DomainGetTimeReply{Seconds: d.guest.time.seconds, NSeconds: d.guest.time.nanoseconds}, nil
}

func (s *session) domainSetTime(_ context.Context, a *protocol.DomainSetTimeArgs) error {
	if err := checkFlags(a.Flags, virt.DomainTimeSync, "testDomainSetTime"); err != nil {
		return err
	}
	return s.withActive(a.Dom, func(d *domain) error {
		d.guest.time = guestTime{a.Seconds, a.NSeconds}
		return nil
	})
}

func (s *session) domainSetUserPassword(_ context.Context, a *protocol.DomainSetUserPasswordArgs) error {
	const function = "virDomainSetUserPassword"
	if err := nullArgument(function, "user", a.User, false); err != nil {
		return err
	}
	if err := nullArgument(function, "password", a.Password, false); err != nil {
		return err
	}
	if err := checkFlags(a.Flags, virt.DomainPasswordEncrypted, "testDomainSetUserPassword"); err != nil {
		return err
	}
	return s.ifActive(a.Dom)
}

func (s *session) domainInjectNMI(_ context.Context, a *protocol.DomainInjectNMIArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testDomainInjectNMI"); err != nil {
		return err
	}
	return s.ifActive(a.Dom)
}

func (s *session) domainSendKey(_ context.Context, a *protocol.DomainSendKeyArgs) error {
	const function = "virDomainSendKey"
	codesets := keycodes()
	switch {
	case len(a.Keycodes) == 0:
		return errNull(function, "keycodes")
	case int64(a.Codeset) >= int64(len(codesets)):
		return argument(virt.FromDomain, fmt.Sprintf("Unsupported codeset '%d'", int32(a.Codeset)), function, "codeset") // libvirt takes it for signed
	}
	if err := checkFlags(a.Flags, noFlags, "testDomainSendKey"); err != nil {
		return err
	}
	return s.withActive(a.Dom, func(*domain) error {
		codeset := codesets[a.Codeset]
		for _, code := range a.Keycodes {
			if !codeset.has(code) {
				return errorf(virt.ErrInternalError, "invalid keycode %d of %s codeset", code, codeset.name)
			}
		}
		return nil
	})
}

// domainSendProcessSignal takes any signal to the first process of a domain,
// which may not even run: nothing gets it.
func (s *session) domainSendProcessSignal(_ context.Context, a *protocol.DomainSendProcessSignalArgs) error {
	const function = "virDomainSendProcessSignal"
	if a.PIDValue == 0 {
		return errZero(function, "pid_value")
	}
	if err := checkFlags(a.Flags, noFlags, "testDomainSendProcessSignal"); err != nil {
		return err
	}
	switch {
	case a.PIDValue != 1:
		return errorf(virt.ErrInvalidArg, "only sending a signal to pid 1 is supported")
	case a.SigNum > uint32(virt.DomainProcessSignalRt32):
		return errorf(virt.ErrInvalidArg, "signum value %d is out of range", a.SigNum)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.domain(a.Dom)
	return err
}
