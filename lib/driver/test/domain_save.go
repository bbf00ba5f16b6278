package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainSave(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainSave, s.domainSave)
	driver.Handle(m, &protocol.DomainSaveFlags, s.domainSaveFlags)
	driver.Handle(m, &protocol.DomainRestore, s.domainRestore)
	driver.Handle(m, &protocol.DomainRestoreFlags, s.domainRestoreFlags)
	driver.Handle(m, &protocol.DomainSaveImageGetXMLDesc, s.domainSaveImageGetXMLDesc)
	driver.Handle(m, &protocol.DomainSaveImageDefineXML, s.domainSaveImageDefineXML)
}

// checkSaveState refuses to leave a domain both running and paused.
func checkSaveState(flags uint32) error {
	if both := uint32(virt.DomainSaveRunning | virt.DomainSavePaused); flags&both == both {
		return errExclusive("VIR_DOMAIN_SAVE_RUNNING", "VIR_DOMAIN_SAVE_PAUSED")
	}
	return nil
}

// errOtherXML is the error of a save or a restore with another definition.
func errOtherXML() error {
	return errorf(virt.ErrArgumentUnsupported, "xml modification unsupported")
}

func (s *session) domainSave(_ context.Context, a *protocol.DomainSaveArgs) error {
	return s.saveDomain(a.Dom, a.To)
}

func (s *session) domainSaveFlags(_ context.Context, a *protocol.DomainSaveFlagsArgs) error {
	if err := checkSaveState(a.Flags); err != nil {
		return err
	}
	if err := checkFlags(a.Flags, noFlags, "testDomainSaveFlags"); err != nil {
		return err
	}
	if a.DXML != nil {
		return errOtherXML()
	}
	return s.saveDomain(a.Dom, a.To)
}

// saveDomain writes a domain to a file and ends it. The host is not locked while
// the file is written, which may take as long as it likes; who ended the domain
// meanwhile was first.
func (s *session) saveDomain(ref protocol.Domain, to string) error {
	to = absolute(to)
	name, xml, err := s.running(ref)
	if err != nil {
		return err
	}
	if err := writeImage(to, name, xml); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(ref)
	if err == nil {
		s.stop(d, virt.DomainShutoffSaved, virt.DomainEventStoppedSaved)
	}
	return err
}

// running returns the name and the definition, with its secrets, of a domain that
// must run.
func (s *session) running(ref protocol.Domain) (name, xml string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(ref)
	if err != nil {
		return "", "", err
	}
	return d.def.Name(), d.def.XML(model.Form{Secure: true}), nil
}

func (s *session) domainRestore(_ context.Context, a *protocol.DomainRestoreArgs) error {
	return s.restoreDomain(a.From)
}

func (s *session) domainRestoreFlags(_ context.Context, a *protocol.DomainRestoreFlagsArgs) error {
	if err := checkSaveState(a.Flags); err != nil {
		return err
	}
	if err := checkFlags(a.Flags, noFlags, "testDomainRestoreFlags"); err != nil {
		return err
	}
	if a.DXML != nil {
		return errOtherXML()
	}
	return s.restoreDomain(a.From)
}

// restoreDomain starts a domain from a file: one that is defined keeps its
// definition for the next start.
func (s *session) restoreDomain(from string) error {
	def, err := readImage(absolute(from), s.options)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, err = s.run(def, virt.DomainRunningRestored, virt.DomainEventStartedRestored)
	return err
}

// domainSaveImageGetXMLDesc shows secrets whether or not it is asked for them, as
// libvirt's does.
func (s *session) domainSaveImageGetXMLDesc(_ context.Context, a *protocol.DomainSaveImageGetXMLDescArgs) (*protocol.DomainSaveImageGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, virt.DomainSaveImageXMLSecure, "testDomainSaveImageGetXMLDesc"); err != nil {
		return nil, err
	}
	def, err := readImage(absolute(a.File), s.options)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSaveImageGetXMLDescReply{XML: savedXML(def)}, nil
}

// domainSaveImageDefineXML puts another definition into a file, whatever domain
// that is of.
func (s *session) domainSaveImageDefineXML(_ context.Context, a *protocol.DomainSaveImageDefineXMLArgs) error {
	if err := checkSaveState(a.Flags); err != nil {
		return err
	}
	if err := checkFlags(a.Flags, virt.DomainSaveRunning|virt.DomainSavePaused, "testDomainSaveImageDefineXML"); err != nil {
		return err
	}
	file := absolute(a.File)
	if _, err := readImage(file, s.options); err != nil {
		return err
	}
	def, err := model.ParseDomain(a.DXML, s.options)
	if err != nil {
		return err
	}
	return writeImage(file, def.Name(), savedXML(def))
}

// savedXML returns a definition that was read from a file or is for one.
func savedXML(def *model.Domain) string {
	return def.XML(model.Form{Inactive: true, Secure: true})
}
