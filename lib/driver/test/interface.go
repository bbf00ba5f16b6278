package test

import (
	"context"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// iface is one network interface of the host. Its definition is replaced, never
// changed.
type iface struct {
	def    *model.HostInterface
	active bool
}

func (i *iface) ref() protocol.Interface {
	return protocol.Interface{Name: i.def.Name(), MAC: i.def.MAC()}
}

func (h *host) ifaceByName(name string) (*iface, error) {
	n := slices.IndexFunc(h.ifaces, func(i *iface) bool { return i.def.Name() == name })
	if n < 0 {
		return nil, errorf(virt.ErrNoInterface, "no interface with matching name '%s'", name)
	}
	return h.ifaces[n], nil
}

// iface finds the interface that a client means. Its name is what counts.
func (h *host) iface(ref protocol.Interface) (*iface, error) { return h.ifaceByName(ref.Name) }

func ifaceFilters() [][]filter[iface] {
	return [][]filter[iface]{{
		{uint32(virt.ConnectListInterfacesActive), func(i *iface) bool { return i.active }},
		{uint32(virt.ConnectListInterfacesInactive), func(i *iface) bool { return !i.active }},
	}}
}

func (s *session) handleInterfaces(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectListAllInterfaces, s.connectListAllInterfaces)
	driver.Handle(m, &protocol.ConnectNumOfInterfaces, s.connectNumOfInterfaces)
	driver.Handle(m, &protocol.ConnectListInterfaces, s.connectListInterfaces)
	driver.Handle(m, &protocol.ConnectNumOfDefinedInterfaces, s.connectNumOfDefinedInterfaces)
	driver.Handle(m, &protocol.ConnectListDefinedInterfaces, s.connectListDefinedInterfaces)
	driver.Handle(m, &protocol.InterfaceLookupByName, s.interfaceLookupByName)
	driver.Handle(m, &protocol.InterfaceLookupByMACString, s.interfaceLookupByMACString)
	driver.Handle(m, &protocol.InterfaceGetXMLDesc, s.interfaceGetXMLDesc)
	driver.Handle(m, &protocol.InterfaceIsActive, s.interfaceIsActive)
}

func (s *session) connectListAllInterfaces(_ context.Context, a *protocol.ConnectListAllInterfacesArgs) (*protocol.ConnectListAllInterfacesReply, error) {
	groups := ifaceFilters()
	if err := checkFlags(a.Flags, known(groups), "testConnectListAllInterfaces"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := pick(s.ifaces, a.Flags, groups)
	r := &protocol.ConnectListAllInterfacesReply{Ret: uint32(len(list))}
	for _, i := range list {
		if a.NeedResults != 0 {
			r.Ifaces = append(r.Ifaces, i.ref())
		}
	}
	return r, nil
}

// ifaceNames returns the names of the interfaces that are active, or of those
// that are not.
func (h *host) ifaceNames(active bool) []string {
	var names []string
	for _, i := range h.ifaces {
		if i.active == active {
			names = append(names, i.def.Name())
		}
	}
	return names
}

func (s *session) connectNumOfInterfaces(context.Context) (*protocol.ConnectNumOfInterfacesReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfInterfacesReply{Num: int32(len(s.ifaceNames(true)))}, nil
}

func (s *session) connectListInterfaces(_ context.Context, a *protocol.ConnectListInterfacesArgs) (*protocol.ConnectListInterfacesReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectListInterfacesReply{Names: firstN(s.ifaceNames(true), a.MaxNames)}, nil
}

func (s *session) connectNumOfDefinedInterfaces(context.Context) (*protocol.ConnectNumOfDefinedInterfacesReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfDefinedInterfacesReply{Num: int32(len(s.ifaceNames(false)))}, nil
}

func (s *session) connectListDefinedInterfaces(_ context.Context, a *protocol.ConnectListDefinedInterfacesArgs) (*protocol.ConnectListDefinedInterfacesReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectListDefinedInterfacesReply{Names: firstN(s.ifaceNames(false), a.MaxNames)}, nil
}

func (s *session) interfaceLookupByName(_ context.Context, a *protocol.InterfaceLookupByNameArgs) (*protocol.InterfaceLookupByNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.ifaceByName(a.Name)
	if err != nil {
		return nil, err
	}
	return &protocol.InterfaceLookupByNameReply{Iface: i.ref()}, nil
}

// interfaceLookupByMACString compares addresses in any case, and answers with the
// address as it was asked for.
func (s *session) interfaceLookupByMACString(_ context.Context, a *protocol.InterfaceLookupByMACStringArgs) (*protocol.InterfaceLookupByMACStringReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var found []*iface
	for _, i := range s.ifaces {
		if strings.EqualFold(i.def.MAC(), a.MAC) {
			found = append(found, i)
		}
	}
	switch len(found) {
	case 0:
		return nil, errorf(virt.ErrNoInterface, "no interface with matching mac '%s'", a.MAC)
	case 1:
		return &protocol.InterfaceLookupByMACStringReply{Iface: protocol.Interface{Name: found[0].def.Name(), MAC: a.MAC}}, nil
	}
	return nil, errorf(virt.ErrMultipleInterfaces, "")
}

func (s *session) interfaceGetXMLDesc(_ context.Context, a *protocol.InterfaceGetXMLDescArgs) (*protocol.InterfaceGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testInterfaceGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.iface(a.Iface)
	if err != nil {
		return nil, err
	}
	return &protocol.InterfaceGetXMLDescReply{XML: i.def.XML()}, nil
}

func (s *session) interfaceIsActive(_ context.Context, a *protocol.InterfaceIsActiveArgs) (*protocol.InterfaceIsActiveReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i, err := s.iface(a.Iface)
	if err != nil {
		return nil, err
	}
	return &protocol.InterfaceIsActiveReply{Active: cBool(i.active)}, nil
}
