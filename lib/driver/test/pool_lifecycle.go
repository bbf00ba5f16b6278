package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handlePoolLifecycle(m *driver.Mux) {
	driver.Handle(m, &protocol.StoragePoolCreate, s.storagePoolCreate)
	driver.Handle(m, &protocol.StoragePoolCreateXML, s.storagePoolCreateXML)
	driver.Handle(m, &protocol.StoragePoolDefineXML, s.storagePoolDefineXML)
	driver.Handle(m, &protocol.StoragePoolUndefine, s.storagePoolUndefine)
	driver.Handle(m, &protocol.StoragePoolBuild, s.storagePoolBuild)
	driver.Handle(m, &protocol.StoragePoolDelete, s.storagePoolDelete)
	driver.Handle(m, &protocol.StoragePoolDestroy, s.storagePoolDestroy)
	driver.Handle(m, &protocol.StoragePoolRefresh, s.storagePoolRefresh)
}

// assignPool finds the pool that a definition is for: nil for a new one. No two
// pools may be in one place.
func (h *host) assignPool(def *model.Pool) (*pool, error) {
	if p := h.poolByUUID(def.UUID()); p != nil {
		if p.def.Name() != def.Name() {
			return nil, virt.Errorf(virt.FromStorage, virt.ErrOperationFailed,
				"pool '%s' is already defined with uuid %s", p.def.Name(), def.UUID())
		}
		return p, nil
	}
	if p := h.poolByName(def.Name()); p != nil {
		return nil, virt.Errorf(virt.FromStorage, virt.ErrOperationFailed,
			"pool '%s' already exists with uuid %s", def.Name(), p.def.UUID())
	}
	if p := h.findPool(func(p *pool) bool { return def.SamePlace(p.def) }); p != nil {
		return nil, virt.Errorf(virt.FromStorage, virt.ErrOperationFailed, "Storage source conflict with pool: '%s'", p.def.Name())
	}
	return nil, nil
}

func (s *session) storagePoolCreate(_ context.Context, a *protocol.StoragePoolCreateArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolCreate"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.inactivePool(a.Pool.Name)
	if err != nil {
		return err
	}
	p.active = true
	s.publishPool(p, virt.StoragePoolEventStarted)
	return nil
}

func (s *session) storagePoolCreateXML(_ context.Context, a *protocol.StoragePoolCreateXMLArgs) (*protocol.StoragePoolCreateXMLReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolCreateXML"); err != nil {
		return nil, err
	}
	def, err := model.ParsePool(a.XML, s.options)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.assignPool(def)
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		p = newPool(def, true, false)
		s.pools = append(s.pools, p)
	case p.active:
		return nil, virt.Errorf(virt.FromStorage, virt.ErrOperationInvalid, "pool is already active as '%s'", p.def.Name())
	default:
		p.def, p.active = def, true
	}
	s.publishPool(p, virt.StoragePoolEventStarted)
	return &protocol.StoragePoolCreateXMLReply{Pool: p.ref()}, nil
}

func (s *session) storagePoolDefineXML(_ context.Context, a *protocol.StoragePoolDefineXMLArgs) (*protocol.StoragePoolDefineXMLReply, error) {
	if err := checkFlags(a.Flags, virt.StoragePoolDefineValidate, "testStoragePoolDefineXML"); err != nil {
		return nil, err
	}
	o := s.options
	o.Strict = a.Flags&uint32(virt.StoragePoolDefineValidate) != 0
	def, err := model.ParsePool(a.XML, o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.assignPool(def)
	switch {
	case err != nil:
		return nil, err
	case p == nil:
		p = newPool(def, false, true)
		s.pools = append(s.pools, p)
	case p.active: // the host keeps what runs, and forgets what was to come next
	default:
		p.def = def
	}
	p.persistent = true
	s.publishPool(p, virt.StoragePoolEventDefined)
	return &protocol.StoragePoolDefineXMLReply{Pool: p.ref()}, nil
}

func (s *session) storagePoolUndefine(_ context.Context, a *protocol.StoragePoolUndefineArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.inactivePool(a.Pool.Name)
	if err != nil {
		return err
	}
	s.publishPool(p, virt.StoragePoolEventUndefined)
	s.removePool(p)
	return nil
}

func (s *session) storagePoolBuild(_ context.Context, a *protocol.StoragePoolBuildArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolBuild"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.inactivePool(a.Pool.Name)
	if err == nil {
		s.publishPool(p, virt.StoragePoolEventCreated)
	}
	return err
}

func (s *session) storagePoolDelete(_ context.Context, a *protocol.StoragePoolDeleteArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolDelete"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.inactivePool(a.Pool.Name)
	if err == nil {
		s.publishPool(p, virt.StoragePoolEventDeleted)
	}
	return err
}

func (s *session) storagePoolDestroy(_ context.Context, a *protocol.StoragePoolDestroyArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.activePool(a.Pool.Name)
	if err != nil {
		return err
	}
	p.active = false
	s.publishPool(p, virt.StoragePoolEventStopped)
	if !p.persistent {
		s.removePool(p)
	}
	return nil
}

func (s *session) storagePoolRefresh(_ context.Context, a *protocol.StoragePoolRefreshArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testStoragePoolRefresh"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.activePool(a.Pool.Name)
	if err == nil {
		s.events.Publish(poolRefreshEvent{p.ref()})
	}
	return err
}
