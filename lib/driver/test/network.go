package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// network is one virtual network of the host.
type network struct {
	def        *model.Network
	next       *model.Network // what changes of its configuration go to and start from, nil if that is def; libvirt never puts it to use
	active     bool
	persistent bool
	autostart  bool
}

func (n *network) ref() protocol.Network {
	return protocol.Network{Name: n.def.Name(), UUID: n.def.UUID()}
}

func (h *host) findNetwork(match func(*network) bool) *network {
	if i := slices.IndexFunc(h.networks, match); i >= 0 {
		return h.networks[i]
	}
	return nil
}

func (h *host) networkByName(name string) *network {
	return h.findNetwork(func(n *network) bool { return n.def.Name() == name })
}

func (h *host) networkByUUID(u virt.UUID) *network {
	return h.findNetwork(func(n *network) bool { return n.def.UUID() == u })
}

// networkWithUUID finds the network that a client asks about by its UUID.
func (h *host) networkWithUUID(u virt.UUID) (*network, error) {
	if n := h.networkByUUID(u); n != nil {
		return n, nil
	}
	return nil, errorf(virt.ErrNoNetwork, "no network with matching uuid '%s'", u)
}

// network finds the network that a client means. Its name is what counts.
func (h *host) network(ref protocol.Network) (*network, error) {
	if n := h.networkByName(ref.Name); n != nil {
		return n, nil
	}
	return nil, errNoNetworkNamed(ref.Name)
}

func errNoNetworkNamed(name string) error {
	return errorf(virt.ErrNoNetwork, "no network with matching name '%s'", name)
}

func (h *host) removeNetwork(n *network) {
	h.networks = slices.DeleteFunc(h.networks, func(x *network) bool { return x == n })
}

func networkFilters() [][]filter[network] {
	active := func(n *network) bool { return n.active }
	persistent := func(n *network) bool { return n.persistent }
	autostart := func(n *network) bool { return n.autostart }
	not := func(f func(*network) bool) func(*network) bool { return func(n *network) bool { return !f(n) } }
	return [][]filter[network]{
		{{uint32(virt.ConnectListNetworksActive), active}, {uint32(virt.ConnectListNetworksInactive), not(active)}},
		{{uint32(virt.ConnectListNetworksPersistent), persistent}, {uint32(virt.ConnectListNetworksTransient), not(persistent)}},
		{{uint32(virt.ConnectListNetworksAutostart), autostart}, {uint32(virt.ConnectListNetworksNoAutostart), not(autostart)}},
	}
}

func (s *session) handleNetworks(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectListAllNetworks, s.connectListAllNetworks)
	driver.Handle(m, &protocol.ConnectNumOfNetworks, s.connectNumOfNetworks)
	driver.Handle(m, &protocol.ConnectListNetworks, s.connectListNetworks)
	driver.Handle(m, &protocol.ConnectNumOfDefinedNetworks, s.connectNumOfDefinedNetworks)
	driver.Handle(m, &protocol.ConnectListDefinedNetworks, s.connectListDefinedNetworks)
	driver.Handle(m, &protocol.NetworkLookupByUUID, s.networkLookupByUUID)
	driver.Handle(m, &protocol.NetworkLookupByName, s.networkLookupByName)
	driver.Handle(m, &protocol.NetworkGetXMLDesc, s.networkGetXMLDesc)
	driver.Handle(m, &protocol.NetworkGetBridgeName, s.networkGetBridgeName)
	driver.Handle(m, &protocol.NetworkGetAutostart, s.networkGetAutostart)
	driver.Handle(m, &protocol.NetworkSetAutostart, s.networkSetAutostart)
	driver.Handle(m, &protocol.NetworkIsActive, s.networkIsActive)
	driver.Handle(m, &protocol.NetworkIsPersistent, s.networkIsPersistent)
}

func (s *session) connectListAllNetworks(_ context.Context, a *protocol.ConnectListAllNetworksArgs) (*protocol.ConnectListAllNetworksReply, error) {
	groups := networkFilters()
	if err := checkFlags(a.Flags, known(groups), "testConnectListAllNetworks"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := pick(s.networks, a.Flags, groups)
	r := &protocol.ConnectListAllNetworksReply{Ret: uint32(len(list))}
	for _, n := range list {
		if a.NeedResults != 0 {
			r.Nets = append(r.Nets, n.ref())
		}
	}
	return r, nil
}

// networkNames returns the names of the networks that are active, or of those
// that are not.
func (h *host) networkNames(active bool) []string {
	var names []string
	for _, n := range h.networks {
		if n.active == active {
			names = append(names, n.def.Name())
		}
	}
	return names
}

func (s *session) connectNumOfNetworks(context.Context) (*protocol.ConnectNumOfNetworksReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfNetworksReply{Num: int32(len(s.networkNames(true)))}, nil
}

func (s *session) connectListNetworks(_ context.Context, a *protocol.ConnectListNetworksArgs) (*protocol.ConnectListNetworksReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectListNetworksReply{Names: firstN(s.networkNames(true), a.MaxNames)}, nil
}

func (s *session) connectNumOfDefinedNetworks(context.Context) (*protocol.ConnectNumOfDefinedNetworksReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfDefinedNetworksReply{Num: int32(len(s.networkNames(false)))}, nil
}

func (s *session) connectListDefinedNetworks(_ context.Context, a *protocol.ConnectListDefinedNetworksArgs) (*protocol.ConnectListDefinedNetworksReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectListDefinedNetworksReply{Names: firstN(s.networkNames(false), a.MaxNames)}, nil
}

func (s *session) networkLookupByUUID(_ context.Context, a *protocol.NetworkLookupByUUIDArgs) (*protocol.NetworkLookupByUUIDReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.networkWithUUID(a.UUID)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkLookupByUUIDReply{Net: n.ref()}, nil
}

func (s *session) networkLookupByName(_ context.Context, a *protocol.NetworkLookupByNameArgs) (*protocol.NetworkLookupByNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := s.networkByName(a.Name)
	if n == nil {
		return nil, errNoNetworkNamed(a.Name)
	}
	return &protocol.NetworkLookupByNameReply{Net: n.ref()}, nil
}

func (s *session) networkGetXMLDesc(_ context.Context, a *protocol.NetworkGetXMLDescArgs) (*protocol.NetworkGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNetworkGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkGetXMLDescReply{XML: n.def.XML(model.Form{Inactive: true})}, nil
}

func (s *session) networkGetBridgeName(_ context.Context, a *protocol.NetworkGetBridgeNameArgs) (*protocol.NetworkGetBridgeNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return nil, err
	}
	if n.def.Bridge() == "" {
		return nil, errorf(virt.ErrInternalError, "network '%s' does not have a bridge name.", n.def.Name())
	}
	return &protocol.NetworkGetBridgeNameReply{Name: n.def.Bridge()}, nil
}

func (s *session) networkGetAutostart(_ context.Context, a *protocol.NetworkGetAutostartArgs) (*protocol.NetworkGetAutostartReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkGetAutostartReply{Autostart: cBool(n.autostart)}, nil
}

func (s *session) networkSetAutostart(_ context.Context, a *protocol.NetworkSetAutostartArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return err
	}
	n.autostart = a.Autostart != 0
	return nil
}

func (s *session) networkIsActive(_ context.Context, a *protocol.NetworkIsActiveArgs) (*protocol.NetworkIsActiveReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.networkWithUUID(a.Net.UUID)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkIsActiveReply{Active: cBool(n.active)}, nil
}

func (s *session) networkIsPersistent(_ context.Context, a *protocol.NetworkIsPersistentArgs) (*protocol.NetworkIsPersistentReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.networkWithUUID(a.Net.UUID)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkIsPersistentReply{Persistent: cBool(n.persistent)}, nil
}
