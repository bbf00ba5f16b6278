package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleNetworkLifecycle(m *driver.Mux) {
	driver.Handle(m, &protocol.NetworkCreate, s.networkCreate)
	driver.Handle(m, &protocol.NetworkCreateXML, s.networkCreateXML)
	driver.Handle(m, &protocol.NetworkCreateXMLFlags, s.networkCreateXMLFlags)
	driver.Handle(m, &protocol.NetworkDefineXML, s.networkDefineXML)
	driver.Handle(m, &protocol.NetworkDefineXMLFlags, s.networkDefineXMLFlags)
	driver.Handle(m, &protocol.NetworkUndefine, s.networkUndefine)
	driver.Handle(m, &protocol.NetworkDestroy, s.networkDestroy)
	driver.Handle(m, &protocol.NetworkUpdate, s.networkUpdate)
}

// assignNetwork finds the network that a definition is for: nil for a new one.
func (h *host) assignNetwork(def *model.Network) (*network, error) {
	if n := h.networkByUUID(def.UUID()); n != nil {
		if n.def.Name() != def.Name() {
			return nil, virt.Errorf(virt.FromNetwork, virt.ErrOperationFailed,
				"network '%s' is already defined with uuid %s", n.def.Name(), def.UUID())
		}
		return n, nil
	}
	if n := h.networkByName(def.Name()); n != nil {
		return nil, virt.Errorf(virt.FromNetwork, virt.ErrOperationFailed,
			"network '%s' already exists with uuid %s", def.Name(), n.def.UUID())
	}
	return nil, nil
}

func (s *session) networkCreate(_ context.Context, a *protocol.NetworkCreateArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return err
	}
	if n.active {
		return errorf(virt.ErrOperationInvalid, "Network '%s' is already running", n.def.Name())
	}
	n.active = true
	s.publishNetwork(n, virt.NetworkEventStarted)
	return nil
}

func (s *session) networkCreateXML(_ context.Context, a *protocol.NetworkCreateXMLArgs) (*protocol.NetworkCreateXMLReply, error) {
	ref, err := s.createNetwork(a.XML, 0)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkCreateXMLReply{Net: ref}, nil
}

func (s *session) networkCreateXMLFlags(_ context.Context, a *protocol.NetworkCreateXMLFlagsArgs) (*protocol.NetworkCreateXMLFlagsReply, error) {
	ref, err := s.createNetwork(a.XML, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkCreateXMLFlagsReply{Net: ref}, nil
}

func (s *session) createNetwork(xml string, flags uint32) (protocol.Network, error) {
	if err := checkFlags(flags, virt.NetworkCreateValidate, "testNetworkCreateXMLFlags"); err != nil {
		return protocol.Network{}, err
	}
	o := s.options
	o.Strict = flags&uint32(virt.NetworkCreateValidate) != 0
	def, err := model.ParseNetwork(xml, o)
	if err != nil {
		return protocol.Network{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.assignNetwork(def)
	switch {
	case err != nil:
		return protocol.Network{}, err
	case n == nil:
		n = &network{def: def}
		s.networks = append(s.networks, n)
	case n.active:
		return protocol.Network{}, virt.Errorf(virt.FromNetwork, virt.ErrOperationInvalid, "network is already active as '%s'", n.def.Name())
	default:
		if n.persistent && n.next == nil {
			n.next = n.def
		}
		n.def = def
	}
	n.active = true
	s.publishNetwork(n, virt.NetworkEventStarted)
	return n.ref(), nil
}

func (s *session) networkDefineXML(_ context.Context, a *protocol.NetworkDefineXMLArgs) (*protocol.NetworkDefineXMLReply, error) {
	ref, err := s.defineNetwork(a.XML, 0)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkDefineXMLReply{Net: ref}, nil
}

func (s *session) networkDefineXMLFlags(_ context.Context, a *protocol.NetworkDefineXMLFlagsArgs) (*protocol.NetworkDefineXMLFlagsReply, error) {
	ref, err := s.defineNetwork(a.XML, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.NetworkDefineXMLFlagsReply{Net: ref}, nil
}

func (s *session) defineNetwork(xml string, flags uint32) (protocol.Network, error) {
	if err := checkFlags(flags, virt.NetworkDefineValidate, "testNetworkDefineXMLFlags"); err != nil {
		return protocol.Network{}, err
	}
	o := s.options
	o.Strict = flags&uint32(virt.NetworkDefineValidate) != 0
	def, err := model.ParseNetwork(xml, o)
	if err != nil {
		return protocol.Network{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.assignNetwork(def)
	switch {
	case err != nil:
		return protocol.Network{}, err
	case n == nil:
		n = &network{def: def}
		s.networks = append(s.networks, n)
	case n.active:
		n.next = def
	default:
		n.def, n.next = def, nil
	}
	n.persistent = true
	s.publishNetwork(n, virt.NetworkEventDefined)
	return n.ref(), nil
}

func (s *session) networkUndefine(_ context.Context, a *protocol.NetworkUndefineArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return err
	}
	if n.active {
		return errorf(virt.ErrOperationInvalid, "Network '%s' is still running", n.def.Name())
	}
	s.publishNetwork(n, virt.NetworkEventUndefined)
	s.removeNetwork(n)
	return nil
}

// networkDestroy takes a network that is stopped already as well.
func (s *session) networkDestroy(_ context.Context, a *protocol.NetworkDestroyArgs) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.network(a.Net)
	if err != nil {
		return err
	}
	n.active = false
	s.publishNetwork(n, virt.NetworkEventStopped)
	if !n.persistent {
		s.removeNetwork(n)
	}
	return nil
}
