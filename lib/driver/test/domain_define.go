package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainDefinitions(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainDefineXML, s.domainDefineXML)
	driver.Handle(m, &protocol.DomainDefineXMLFlags, s.domainDefineXMLFlags)
	driver.Handle(m, &protocol.DomainUndefine, s.domainUndefine)
	driver.Handle(m, &protocol.DomainUndefineFlags, s.domainUndefineFlags)
	driver.Handle(m, &protocol.DomainGetXMLDesc, s.domainGetXMLDesc)
	driver.Handle(m, &protocol.DomainGetAutostart, s.domainGetAutostart)
	driver.Handle(m, &protocol.DomainSetAutostart, s.domainSetAutostart)
}

// assign finds the domain that a definition is for: nil for a new one. Name and
// UUID must both be those of one domain or both be new.
func (h *host) assign(def *model.Domain) (*domain, error) {
	if d := h.domainByUUID(def.UUID()); d != nil {
		if d.def.Name() != def.Name() {
			return nil, virt.Errorf(virt.FromDomain, virt.ErrOperationFailed,
				"domain '%s' is already defined with uuid %s", d.def.Name(), def.UUID())
		}
		return d, nil
	}
	if d := h.domainByName(def.Name()); d != nil {
		return nil, virt.Errorf(virt.FromDomain, virt.ErrOperationFailed,
			"domain '%s' already exists with uuid %s", def.Name(), d.def.UUID())
	}
	return nil, nil
}

func (s *session) domainDefineXML(_ context.Context, a *protocol.DomainDefineXMLArgs) (*protocol.DomainDefineXMLReply, error) {
	ref, err := s.defineDomain(a.XML, 0)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainDefineXMLReply{Dom: ref}, nil
}

func (s *session) domainDefineXMLFlags(_ context.Context, a *protocol.DomainDefineXMLFlagsArgs) (*protocol.DomainDefineXMLFlagsReply, error) {
	ref, err := s.defineDomain(a.XML, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainDefineXMLFlagsReply{Dom: ref}, nil
}

func (s *session) defineDomain(xml string, flags uint32) (protocol.Domain, error) {
	if err := checkFlags(flags, virt.DomainDefineValidate, "testDomainDefineXMLFlags"); err != nil {
		return protocol.Domain{}, err
	}
	o := s.options
	o.Strict = flags&uint32(virt.DomainDefineValidate) != 0
	def, err := model.ParseDomain(xml, o)
	if err != nil {
		return protocol.Domain{}, err
	}
	def.NameInterfaces(interfacePrefix)
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.assign(def)
	detail := virt.DomainEventDefinedUpdated
	switch {
	case err != nil:
		return protocol.Domain{}, err
	case d == nil:
		d = newDomain(def)
		s.domains = append(s.domains, d)
		detail = virt.DomainEventDefinedAdded
	case d.active():
		d.next = def
	default:
		d.def = def
	}
	d.persistent = true
	s.publishDomain(d, virt.DomainEventDefined, int32(detail))
	return d.ref(), nil
}

func (s *session) domainUndefine(_ context.Context, a *protocol.DomainUndefineArgs) error {
	return s.undefineDomain(a.Dom, 0)
}

func (s *session) domainUndefineFlags(_ context.Context, a *protocol.DomainUndefineFlagsArgs) error {
	return s.undefineDomain(a.Dom, a.Flags)
}

// undefineDomain makes a running domain transient and removes any other.
func (s *session) undefineDomain(ref protocol.Domain, flags uint32) error {
	known := virt.DomainUndefineManagedSave | virt.DomainUndefineSnapshotsMetadata
	if err := checkFlags(flags, known, "testDomainUndefineFlags"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return err
	}
	if d.saved && flags&uint32(virt.DomainUndefineManagedSave) == 0 {
		return errorf(virt.ErrOperationInvalid, "Refusing to undefine while domain managed save image exists")
	}
	if n := len(d.snapshots.all()); n > 0 && !d.active() && flags&uint32(virt.DomainUndefineSnapshotsMetadata) == 0 {
		return errorf(virt.ErrOperationInvalid, "cannot delete inactive domain with %d snapshots", n)
	}
	d.saved = false
	s.publishDomain(d, virt.DomainEventUndefined, int32(virt.DomainEventUndefinedRemoved))
	if d.active() {
		d.persistent, d.next = false, nil
	} else {
		s.removeDomain(d)
	}
	return nil
}

func (s *session) domainGetXMLDesc(_ context.Context, a *protocol.DomainGetXMLDescArgs) (*protocol.DomainGetXMLDescReply, error) {
	known := virt.DomainXMLSecure | virt.DomainXMLInactive | virt.DomainXMLMigratable
	if err := checkFlags(a.Flags, known, "testDomainGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	def, form := d.def, model.Form{Secure: a.Flags&uint32(virt.DomainXMLSecure) != 0}
	if a.Flags&uint32(virt.DomainXMLInactive) != 0 || !d.active() {
		def, form.Inactive = d.config(), true
	}
	return &protocol.DomainGetXMLDescReply{XML: def.XML(form)}, nil
}

func (s *session) domainGetAutostart(_ context.Context, a *protocol.DomainGetAutostartArgs) (*protocol.DomainGetAutostartReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetAutostartReply{Autostart: cBool(d.autostart)}, nil
}

func (s *session) domainSetAutostart(_ context.Context, a *protocol.DomainSetAutostartArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return err
	}
	d.autostart = a.Autostart != 0
	return nil
}
