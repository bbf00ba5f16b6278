package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ifaceChange is a transaction about the interfaces: what they were when it
// began.
type ifaceChange struct{ before []*iface }

func (s *session) handleInterfaceLifecycle(m *driver.Mux) {
	driver.Handle(m, &protocol.InterfaceCreate, s.interfaceCreate)
	driver.Handle(m, &protocol.InterfaceDestroy, s.interfaceDestroy)
	driver.Handle(m, &protocol.InterfaceDefineXML, s.interfaceDefineXML)
	driver.Handle(m, &protocol.InterfaceUndefine, s.interfaceUndefine)
	driver.Handle(m, &protocol.InterfaceChangeBegin, s.interfaceChangeBegin)
	driver.Handle(m, &protocol.InterfaceChangeCommit, s.interfaceChangeCommit)
	driver.Handle(m, &protocol.InterfaceChangeRollback, s.interfaceChangeRollback)
}

func (s *session) interfaceCreate(_ context.Context, a *protocol.InterfaceCreateArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testInterfaceCreate"); err != nil {
		return err
	}
	return s.setIfaceActive(a.Iface, true)
}

func (s *session) interfaceDestroy(_ context.Context, a *protocol.InterfaceDestroyArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testInterfaceDestroy"); err != nil {
		return err
	}
	return s.setIfaceActive(a.Iface, false)
}

// setIfaceActive refuses to do again what is done.
func (h *host) setIfaceActive(ref protocol.Interface, active bool) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	i, err := h.iface(ref)
	if err != nil {
		return err
	}
	if i.active == active {
		return errorf(virt.ErrOperationInvalid, "")
	}
	i.active = active
	return nil
}

// interfaceDefineXML gives a defined interface its new definition at once, also
// while it is active.
func (s *session) interfaceDefineXML(_ context.Context, a *protocol.InterfaceDefineXMLArgs) (*protocol.InterfaceDefineXMLReply, error) {
	if err := checkFlags(a.Flags, virt.InterfaceDefineValidate, "testInterfaceDefineXML"); err != nil {
		return nil, err
	}
	o := s.options
	o.Strict = a.Flags&uint32(virt.InterfaceDefineValidate) != 0
	def, err := model.ParseHostInterface(a.XML, o)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.ifaceByName(def.Name())
	if err != nil { // a new one
		i = &iface{}
		s.ifaces = append(s.ifaces, i)
	}
	i.def = def
	return &protocol.InterfaceDefineXMLReply{Iface: i.ref()}, nil
}

// interfaceUndefine takes an active interface as well.
func (s *session) interfaceUndefine(_ context.Context, a *protocol.InterfaceUndefineArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.iface(a.Iface)
	if err != nil {
		return err
	}
	s.ifaces = slices.DeleteFunc(s.ifaces, func(x *iface) bool { return x == i })
	return nil
}

// interfaceChangeBegin notes the definitions only: after a rollback no interface
// is active.
func (s *session) interfaceChangeBegin(_ context.Context, a *protocol.InterfaceChangeBeginArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testInterfaceChangeBegin"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.change != nil {
		return errorf(virt.ErrOperationInvalid, "there is another transaction running.")
	}
	s.change = &ifaceChange{}
	for _, i := range s.ifaces {
		s.change.before = append(s.change.before, &iface{def: i.def})
	}
	return nil
}

func (s *session) interfaceChangeCommit(_ context.Context, a *protocol.InterfaceChangeCommitArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testInterfaceChangeCommit"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.change == nil {
		return errorf(virt.ErrOperationInvalid, "no transaction running, nothing to be committed.")
	}
	s.change = nil
	return nil
}

func (s *session) interfaceChangeRollback(_ context.Context, a *protocol.InterfaceChangeRollbackArgs) error {
	if err := checkFlags(a.Flags, noFlags, "testInterfaceChangeRollback"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.change == nil {
		return errorf(virt.ErrOperationInvalid, "no transaction running, nothing to rollback.")
	}
	s.ifaces, s.change = s.change.before, nil
	return nil
}
