package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainLifecycle(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainCreate, s.domainCreate)
	driver.Handle(m, &protocol.DomainCreateWithFlags, s.domainCreateWithFlags)
	driver.Handle(m, &protocol.DomainCreateWithFiles, s.domainCreateWithFiles)
	driver.Handle(m, &protocol.DomainCreateXML, s.domainCreateXML)
	driver.Handle(m, &protocol.DomainCreateXMLWithFiles, s.domainCreateXMLWithFiles)
	driver.Handle(m, &protocol.DomainDestroy, s.domainDestroy)
	driver.Handle(m, &protocol.DomainDestroyFlags, s.domainDestroyFlags)
	driver.Handle(m, &protocol.DomainShutdown, s.domainShutdown)
	driver.Handle(m, &protocol.DomainShutdownFlags, s.domainShutdownFlags)
	driver.Handle(m, &protocol.DomainReboot, s.domainReboot)
	driver.Handle(m, &protocol.DomainReset, s.domainReset)
	driver.Handle(m, &protocol.DomainSuspend, s.domainSuspend)
	driver.Handle(m, &protocol.DomainResume, s.domainResume)
}

// copyOf returns a copy of a definition for a later start.
func (h *host) copyOf(def *model.Domain) *model.Domain {
	c, err := def.Copy(h.options)
	if err != nil { // what was written is not read: it stays as it is
		return def.Clone()
	}
	return c
}

// boot makes d run.
func (h *host) boot(d *domain) {
	h.start(d, virt.DomainRunningBooted, virt.DomainEventStartedBooted)
}

// start makes d run, for a reason that its state and the event tell.
func (h *host) start(d *domain, reason virt.DomainRunningReason, detail virt.DomainEventStartedDetailType) {
	if d.persistent {
		d.next = h.copyOf(d.def)
	}
	h.lastID++
	d.id = h.lastID
	d.def.SetID(int(d.id))
	d.saved = false
	d.setState(virt.DomainRunning, int32(reason))
	h.publishDomain(d, virt.DomainEventStarted, int32(detail))
}

// run starts a domain with a definition that is not kept: a transient one, or one
// that is defined and keeps its own definition for the next start.
func (h *host) run(def *model.Domain, reason virt.DomainRunningReason, detail virt.DomainEventStartedDetailType) (*domain, error) {
	d, err := h.assign(def)
	switch {
	case err != nil:
		return nil, err
	case d == nil:
		d = newDomain(def)
		def.NameInterfaces(interfacePrefix)
		h.domains = append(h.domains, d)
		h.start(d, reason, detail)
	case d.active():
		return nil, virt.Errorf(virt.FromDomain, virt.ErrOperationInvalid, "domain '%s' is already active", def.Name())
	default:
		def.NameInterfaces(interfacePrefix)
		kept := d.def
		d.def = def
		h.start(d, reason, detail)
		d.next = kept
	}
	return d, nil
}

// stop ends d, which runs. A transient domain is gone then.
func (h *host) stop(d *domain, reason virt.DomainShutoffReason, detail virt.DomainEventStoppedDetailType) {
	h.shutOff(d, reason, detail)
	if !d.persistent {
		h.removeDomain(d)
	}
}

// shutOff ends d, which runs. Without another definition for the next start it
// keeps its id, as in libvirt's test driver.
func (h *host) shutOff(d *domain, reason virt.DomainShutoffReason, detail virt.DomainEventStoppedDetailType) {
	if d.next != nil {
		d.def, d.next = d.next, nil
		d.def.SetID(-1)
		d.id = -1
	}
	d.setState(virt.DomainShutoff, int32(reason))
	h.publishDomain(d, virt.DomainEventStopped, int32(detail))
}

func (s *session) domainCreate(_ context.Context, a *protocol.DomainCreateArgs) error {
	_, err := s.startDomain(a.Dom, 0)
	return err
}

func (s *session) domainCreateWithFlags(_ context.Context, a *protocol.DomainCreateWithFlagsArgs) (*protocol.DomainCreateWithFlagsReply, error) {
	ref, err := s.startDomain(a.Dom, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainCreateWithFlagsReply{Dom: ref}, nil
}

// domainCreateWithFiles starts a domain. No process of it takes the files.
func (s *session) domainCreateWithFiles(_ context.Context, a *protocol.DomainCreateWithFilesArgs) (*protocol.DomainCreateWithFilesReply, error) {
	ref, err := s.startDomain(a.Dom, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainCreateWithFilesReply{Dom: ref}, nil
}

func (s *session) startDomain(ref protocol.Domain, flags uint32) (protocol.Domain, error) {
	if err := checkFlags(flags, noFlags, "testDomainCreateWithFlags"); err != nil {
		return ref, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return ref, err
	}
	if d.active() {
		return ref, errorf(virt.ErrInternalError, "Domain '%s' is already running", d.def.Name())
	}
	s.boot(d)
	return d.ref(), nil
}

func (s *session) domainCreateXML(_ context.Context, a *protocol.DomainCreateXMLArgs) (*protocol.DomainCreateXMLReply, error) {
	if err := checkFlags(a.Flags, virt.DomainStartValidate, "testDomainCreateXML"); err != nil {
		return nil, err
	}
	o := s.options
	o.Strict = a.Flags&uint32(virt.DomainStartValidate) != 0
	def, err := model.ParseDomain(a.XMLDesc, o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.run(def, virt.DomainRunningBooted, virt.DomainEventStartedBooted)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainCreateXMLReply{Dom: d.ref()}, nil
}

// domainCreateXMLWithFiles starts a transient domain. No process of it takes the
// files.
func (s *session) domainCreateXMLWithFiles(ctx context.Context, a *protocol.DomainCreateXMLWithFilesArgs) (*protocol.DomainCreateXMLWithFilesReply, error) {
	r, err := s.domainCreateXML(ctx, &protocol.DomainCreateXMLArgs{XMLDesc: a.XMLDesc, Flags: a.Flags})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainCreateXMLWithFilesReply{Dom: r.Dom}, nil
}

func (s *session) domainDestroy(_ context.Context, a *protocol.DomainDestroyArgs) error {
	return s.destroyDomain(a.Dom, 0)
}

func (s *session) domainDestroyFlags(_ context.Context, a *protocol.DomainDestroyFlagsArgs) error {
	return s.destroyDomain(a.Dom, a.Flags)
}

func (s *session) destroyDomain(ref protocol.Domain, flags uint32) error {
	if err := checkFlags(flags, virt.DomainDestroyGraceful, "testDomainDestroyFlags"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(ref)
	if err == nil {
		s.stop(d, virt.DomainShutoffDestroyed, virt.DomainEventStoppedDestroyed)
	}
	return err
}

func (s *session) domainShutdown(_ context.Context, a *protocol.DomainShutdownArgs) error {
	return s.shutDown(a.Dom, 0)
}

func (s *session) domainShutdownFlags(_ context.Context, a *protocol.DomainShutdownFlagsArgs) error {
	return s.shutDown(a.Dom, a.Flags)
}

func (s *session) shutDown(ref protocol.Domain, flags uint32) error {
	if err := checkFlags(flags, noFlags, "testDomainShutdownFlags"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return err
	}
	if !d.active() {
		return errorf(virt.ErrInternalError, "domain '%s' not running", d.def.Name())
	}
	s.stop(d, virt.DomainShutoffShutdown, virt.DomainEventStoppedShutdown)
	return nil
}

func (s *session) domainReboot(_ context.Context, a *protocol.DomainRebootArgs) error {
	known := virt.DomainRebootACPIPowerBtn | virt.DomainRebootGuestAgent | virt.DomainRebootInitctl |
		virt.DomainRebootSignal | virt.DomainRebootParavirt
	if err := checkFlags(a.Flags, known, "testDomainReboot"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return err
	}
	switch d.def.Lifecycle("reboot") {
	case "restart", "rename-restart":
		d.setState(virt.DomainRunning, int32(virt.DomainRunningBooted))
	default:
		s.stop(d, virt.DomainShutoffShutdown, virt.DomainEventStoppedShutdown)
	}
	return nil
}

// domainReset only finds out whether there is something to reset.
func (s *session) domainReset(_ context.Context, a *protocol.DomainResetArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testDomainReset"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err := s.activeDomain(a.Dom)
	return err
}

func (s *session) domainSuspend(_ context.Context, a *protocol.DomainSuspendArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return err
	}
	if d.state != virt.DomainRunning {
		return errorf(virt.ErrInternalError, "domain '%s' not running", d.def.Name())
	}
	d.setState(virt.DomainPaused, int32(virt.DomainPausedUser))
	s.publishDomain(d, virt.DomainEventSuspended, int32(virt.DomainEventSuspendedPaused))
	return nil
}

func (s *session) domainResume(_ context.Context, a *protocol.DomainResumeArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return err
	}
	if d.state != virt.DomainPaused {
		return errorf(virt.ErrInternalError, "domain '%s' not paused", d.def.Name())
	}
	d.setState(virt.DomainRunning, int32(virt.DomainRunningUnpaused))
	s.publishDomain(d, virt.DomainEventResumed, int32(virt.DomainEventResumedUnpaused))
	return nil
}
