package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// What the host tells its subscribers, before it is a message.
type (
	domainEvent struct {
		dom           protocol.Domain
		event, detail int32
	}
	metadataEvent struct {
		dom protocol.Domain
		typ int32
		uri string
	}
	networkEvent struct {
		net   protocol.Network
		event int32
	}
	poolEvent struct {
		pool  protocol.StoragePool
		event int32
	}
	poolRefreshEvent struct {
		pool protocol.StoragePool
	}
	nodeDeviceEvent struct {
		dev   protocol.NodeDevice
		event int32
	}
)

func (h *host) publishDomain(d *domain, event virt.DomainEventType, detail int32) {
	h.events.Publish(domainEvent{d.ref(), int32(event), detail})
}

func (h *host) publishNetwork(n *network, event virt.NetworkEventLifecycleType) {
	h.events.Publish(networkEvent{n.ref(), int32(event)})
}

func (h *host) publishPool(p *pool, event virt.StoragePoolEventLifecycleType) {
	h.events.Publish(poolEvent{p.ref(), int32(event)})
}

func (h *host) publishNodeDevice(d *model.NodeDevice, event virt.NodeDeviceEventLifecycleType) {
	h.events.Publish(nodeDeviceEvent{protocol.NodeDevice{Name: d.Name()}, int32(event)})
}

func (s *session) handleEvents(m *driver.Mux) {
	m.HandleEvents(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, s.registerDomainEvent)
	m.HandleEvents(&protocol.ConnectNetworkEventRegisterAny.Proc, s.registerNetworkEvent)
	m.HandleEvents(&protocol.ConnectStoragePoolEventRegisterAny.Proc, s.registerPoolEvent)
	m.HandleEvents(&protocol.ConnectNodeDeviceEventRegisterAny.Proc, s.registerNodeDeviceEvent)
}

// nextCallback returns the number of a new registration.
func (h *host) nextCallback() int32 {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.callback++
	return h.callback
}

func (s *session) registerDomainEvent(_ context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	a := r.Args.(*protocol.ConnectDomainEventCallbackRegisterAnyArgs)
	if a.EventID < 0 || a.EventID > int32(virt.DomainEventIDMemoryDeviceSizeChange) {
		return nil, errEventID("event ID", a.EventID)
	}
	id := s.nextCallback()
	*r.Reply.(*protocol.ConnectDomainEventCallbackRegisterAnyReply) = protocol.ConnectDomainEventCallbackRegisterAnyReply{CallbackID: id}
	event, only := virt.DomainEventID(a.EventID), uuidOf(a.Dom)
	return s.events.Subscribe(func(e any) (protocol.Event, bool) {
		switch ev := e.(type) {
		case domainEvent:
			return protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{
				CallbackID: id, Msg: protocol.DomainEventLifecycleMsg{Dom: ev.dom, Event: ev.event, Detail: ev.detail},
			}), event == virt.DomainEventIDLifecycle && (only.IsZero() || only == ev.dom.UUID)
		case metadataEvent:
			m := &protocol.DomainEventCallbackMetadataChangeMsg{CallbackID: id, Dom: ev.dom, Type: ev.typ}
			if ev.uri != "" {
				m.NsURI = &ev.uri
			}
			return protocol.DomainEventCallbackMetadataChange.Event(m), event == virt.DomainEventIDMetadataChange && (only.IsZero() || only == ev.dom.UUID)
		}
		return protocol.Event{}, false
	}, sink), nil
}

// errEventID is how a daemon refuses to register for an event that it does not
// know.
func errEventID(what string, id int32) error {
	return virt.Errorf(virt.FromRPC, virt.ErrInternalError, "unsupported %s %d", what, id)
}

// uuidOf returns the UUID of a domain that a client may have named.
func uuidOf(d *protocol.Domain) virt.UUID {
	if d == nil {
		return virt.UUID{}
	}
	return d.UUID
}

func (s *session) registerNetworkEvent(_ context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	a := r.Args.(*protocol.ConnectNetworkEventRegisterAnyArgs)
	if virt.NetworkEventID(a.EventID) != virt.NetworkEventIDLifecycle {
		return nil, errEventID("network event ID", a.EventID)
	}
	id := s.nextCallback()
	*r.Reply.(*protocol.ConnectNetworkEventRegisterAnyReply) = protocol.ConnectNetworkEventRegisterAnyReply{CallbackID: id}
	var only virt.UUID
	if a.Net != nil {
		only = a.Net.UUID
	}
	return s.events.Subscribe(func(e any) (protocol.Event, bool) {
		ev, ok := e.(networkEvent)
		return protocol.NetworkEventLifecycle.Event(&protocol.NetworkEventLifecycleMsg{CallbackID: id, Net: ev.net, Event: ev.event}),
			ok && (only.IsZero() || only == ev.net.UUID)
	}, sink), nil
}

func (s *session) registerPoolEvent(_ context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	a := r.Args.(*protocol.ConnectStoragePoolEventRegisterAnyArgs)
	event := virt.StoragePoolEventID(a.EventID)
	if event != virt.StoragePoolEventIDLifecycle && event != virt.StoragePoolEventIDRefresh {
		return nil, errEventID("storage pool event ID", a.EventID)
	}
	id := s.nextCallback()
	*r.Reply.(*protocol.ConnectStoragePoolEventRegisterAnyReply) = protocol.ConnectStoragePoolEventRegisterAnyReply{CallbackID: id}
	var only virt.UUID
	if a.Pool != nil {
		only = a.Pool.UUID
	}
	return s.events.Subscribe(func(e any) (protocol.Event, bool) {
		switch ev := e.(type) {
		case poolEvent:
			return protocol.StoragePoolEventLifecycle.Event(&protocol.StoragePoolEventLifecycleMsg{CallbackID: id, Pool: ev.pool, Event: ev.event}),
				event == virt.StoragePoolEventIDLifecycle && (only.IsZero() || only == ev.pool.UUID)
		case poolRefreshEvent:
			return protocol.StoragePoolEventRefresh.Event(&protocol.StoragePoolEventRefreshMsg{CallbackID: id, Pool: ev.pool}),
				event == virt.StoragePoolEventIDRefresh && (only.IsZero() || only == ev.pool.UUID)
		}
		return protocol.Event{}, false
	}, sink), nil
}

// registerNodeDeviceEvent takes registrations for updates too, which never come.
func (s *session) registerNodeDeviceEvent(_ context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	a := r.Args.(*protocol.ConnectNodeDeviceEventRegisterAnyArgs)
	event := virt.NodeDeviceEventID(a.EventID)
	if event != virt.NodeDeviceEventIDLifecycle && event != virt.NodeDeviceEventIDUpdate {
		return nil, errEventID("node device event ID", a.EventID)
	}
	id := s.nextCallback()
	*r.Reply.(*protocol.ConnectNodeDeviceEventRegisterAnyReply) = protocol.ConnectNodeDeviceEventRegisterAnyReply{CallbackID: id}
	only := ""
	if a.Dev != nil {
		only = a.Dev.Name
	}
	return s.events.Subscribe(func(e any) (protocol.Event, bool) {
		ev, ok := e.(nodeDeviceEvent)
		return protocol.NodeDeviceEventLifecycle.Event(&protocol.NodeDeviceEventLifecycleMsg{CallbackID: id, Dev: ev.dev, Event: ev.event}),
			ok && event == virt.NodeDeviceEventIDLifecycle && (only == "" || only == ev.dev.Name)
	}, sink), nil
}
