package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainManagedSave(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainManagedSave, s.domainManagedSave)
	driver.Handle(m, &protocol.DomainHasManagedSaveImage, s.domainHasManagedSaveImage)
	driver.Handle(m, &protocol.DomainManagedSaveRemove, s.domainManagedSaveRemove)
}

// domainManagedSave ends a domain and notes that it was saved. There is no file:
// the next start boots it.
func (s *session) domainManagedSave(_ context.Context, a *protocol.DomainManagedSaveArgs) error {
	if err := checkSaveState(a.Flags); err != nil {
		return err
	}
	known := virt.DomainSaveBypassCache | virt.DomainSaveRunning | virt.DomainSavePaused
	if err := checkFlags(a.Flags, known, "testDomainManagedSave"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return err
	}
	if !d.persistent {
		return errorf(virt.ErrOperationInvalid, "cannot do managed save for transient domain")
	}
	s.stop(d, virt.DomainShutoffSaved, virt.DomainEventStoppedSaved)
	d.saved = true
	return nil
}

func (s *session) domainHasManagedSaveImage(_ context.Context, a *protocol.DomainHasManagedSaveImageArgs) (*protocol.DomainHasManagedSaveImageReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainHasManagedSaveImage"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainHasManagedSaveImageReply{Result: cBool(d.saved)}, nil
}

func (s *session) domainManagedSaveRemove(_ context.Context, a *protocol.DomainManagedSaveRemoveArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testDomainManagedSaveRemove"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err == nil {
		d.saved = false
	}
	return err
}
