package rpc

import (
	"strings"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// kind is what the callback ids of events are unique in: a domain, a network
// and a pool registration can all be number 0.
type kind uint8

const (
	noKind kind = iota
	domainEvents
	oldDomainEvents // the generation without callback ids: numbered by event
	networkEvents
	storagePoolEvents
	nodeDeviceEvents
	secretEvents
	monitorEvents
	closeEvents // the daemon lost its own connection to the hypervisor
	kinds       // how many there are
)

// String returns the word for the kind in errors.
func (k kind) String() string {
	return [...]string{"no", "domain", "domain", "network", "storage pool", "node device", "secret", "qemu monitor", "close"}[k]
}

// registration is a pair of procedures that begin and end the sending of events.
type registration struct {
	kind       kind
	register   *protocol.Proc
	deregister *protocol.Proc
	// id returns the number of the registration; reply is nil before the answer.
	id func(args, reply protocol.Message) int32
	// setID puts the number into the reply; nil where the reply has none.
	setID func(reply protocol.Message, id int32)
	// end returns the arguments of deregister, endID what they name.
	end   func(id int32) protocol.Message
	endID func(args protocol.Message) int32
}

// eventKind returns what the event p is about.
func eventKind(p *protocol.Proc) kind {
	switch {
	case p.Kind != protocol.KindEvent:
		return noKind
	case p == &protocol.ConnectEventConnectionClosed.Proc:
		return closeEvents
	case p.Program == protocol.QEMUProgram:
		return monitorEvents
	case strings.HasPrefix(p.Name, "DOMAIN_EVENT_"):
		if p.Callback {
			return domainEvents
		}
		return oldDomainEvents
	case strings.HasPrefix(p.Name, "NETWORK_EVENT_"):
		return networkEvents
	case strings.HasPrefix(p.Name, "STORAGE_POOL_EVENT_"):
		return storagePoolEvents
	case strings.HasPrefix(p.Name, "NODE_DEVICE_EVENT_"):
		return nodeDeviceEvents
	case strings.HasPrefix(p.Name, "SECRET_EVENT_"):
		return secretEvents
	}
	return noKind
}

// registrationOf returns the registration that p begins, or nil.
func registrationOf(p *protocol.Proc) *registration {
	for i := range registrations {
		if registrations[i].register == p {
			return &registrations[i]
		}
	}
	return nil
}

// deregistrationOf returns the registration that p ends, or nil.
func deregistrationOf(p *protocol.Proc) *registration {
	for i := range registrations {
		if registrations[i].deregister == p {
			return &registrations[i]
		}
	}
	return nil
}

// registrations is a table; nothing changes it.
var registrations = [...]registration{
	{
		kind:       domainEvents,
		register:   &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		deregister: &protocol.ConnectDomainEventCallbackDeregisterAny.Proc,
		id: func(_, reply protocol.Message) int32 {
			return reply.(*protocol.ConnectDomainEventCallbackRegisterAnyReply).CallbackID
		},
		setID: func(reply protocol.Message, id int32) {
			reply.(*protocol.ConnectDomainEventCallbackRegisterAnyReply).CallbackID = id
		},
		end: func(id int32) protocol.Message {
			return &protocol.ConnectDomainEventCallbackDeregisterAnyArgs{CallbackID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.ConnectDomainEventCallbackDeregisterAnyArgs).CallbackID
		},
	},
	{
		kind:       oldDomainEvents,
		register:   &protocol.ConnectDomainEventRegisterAny.Proc,
		deregister: &protocol.ConnectDomainEventDeregisterAny.Proc,
		id: func(args, _ protocol.Message) int32 {
			return args.(*protocol.ConnectDomainEventRegisterAnyArgs).EventID
		},
		end: func(id int32) protocol.Message {
			return &protocol.ConnectDomainEventDeregisterAnyArgs{EventID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.ConnectDomainEventDeregisterAnyArgs).EventID
		},
	},
	{
		kind:       networkEvents,
		register:   &protocol.ConnectNetworkEventRegisterAny.Proc,
		deregister: &protocol.ConnectNetworkEventDeregisterAny.Proc,
		id: func(_, reply protocol.Message) int32 {
			return reply.(*protocol.ConnectNetworkEventRegisterAnyReply).CallbackID
		},
		setID: func(reply protocol.Message, id int32) {
			reply.(*protocol.ConnectNetworkEventRegisterAnyReply).CallbackID = id
		},
		end: func(id int32) protocol.Message {
			return &protocol.ConnectNetworkEventDeregisterAnyArgs{CallbackID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.ConnectNetworkEventDeregisterAnyArgs).CallbackID
		},
	},
	{
		kind:       storagePoolEvents,
		register:   &protocol.ConnectStoragePoolEventRegisterAny.Proc,
		deregister: &protocol.ConnectStoragePoolEventDeregisterAny.Proc,
		id: func(_, reply protocol.Message) int32 {
			return reply.(*protocol.ConnectStoragePoolEventRegisterAnyReply).CallbackID
		},
		setID: func(reply protocol.Message, id int32) {
			reply.(*protocol.ConnectStoragePoolEventRegisterAnyReply).CallbackID = id
		},
		end: func(id int32) protocol.Message {
			return &protocol.ConnectStoragePoolEventDeregisterAnyArgs{CallbackID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.ConnectStoragePoolEventDeregisterAnyArgs).CallbackID
		},
	},
	{
		kind:       nodeDeviceEvents,
		register:   &protocol.ConnectNodeDeviceEventRegisterAny.Proc,
		deregister: &protocol.ConnectNodeDeviceEventDeregisterAny.Proc,
		id: func(_, reply protocol.Message) int32 {
			return reply.(*protocol.ConnectNodeDeviceEventRegisterAnyReply).CallbackID
		},
		setID: func(reply protocol.Message, id int32) {
			reply.(*protocol.ConnectNodeDeviceEventRegisterAnyReply).CallbackID = id
		},
		end: func(id int32) protocol.Message {
			return &protocol.ConnectNodeDeviceEventDeregisterAnyArgs{CallbackID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.ConnectNodeDeviceEventDeregisterAnyArgs).CallbackID
		},
	},
	{
		kind:       secretEvents,
		register:   &protocol.ConnectSecretEventRegisterAny.Proc,
		deregister: &protocol.ConnectSecretEventDeregisterAny.Proc,
		id: func(_, reply protocol.Message) int32 {
			return reply.(*protocol.ConnectSecretEventRegisterAnyReply).CallbackID
		},
		setID: func(reply protocol.Message, id int32) {
			reply.(*protocol.ConnectSecretEventRegisterAnyReply).CallbackID = id
		},
		end: func(id int32) protocol.Message {
			return &protocol.ConnectSecretEventDeregisterAnyArgs{CallbackID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.ConnectSecretEventDeregisterAnyArgs).CallbackID
		},
	},
	{
		kind:       monitorEvents,
		register:   &protocol.QEMUConnectDomainMonitorEventRegister.Proc,
		deregister: &protocol.QEMUConnectDomainMonitorEventDeregister.Proc,
		id: func(_, reply protocol.Message) int32 {
			return reply.(*protocol.QEMUConnectDomainMonitorEventRegisterReply).CallbackID
		},
		setID: func(reply protocol.Message, id int32) {
			reply.(*protocol.QEMUConnectDomainMonitorEventRegisterReply).CallbackID = id
		},
		end: func(id int32) protocol.Message {
			return &protocol.QEMUConnectDomainMonitorEventDeregisterArgs{CallbackID: id}
		},
		endID: func(args protocol.Message) int32 {
			return args.(*protocol.QEMUConnectDomainMonitorEventDeregisterArgs).CallbackID
		},
	},
	{
		kind:       closeEvents,
		register:   &protocol.ConnectRegisterCloseCallback.Proc,
		deregister: &protocol.ConnectUnregisterCloseCallback.Proc,
		id:         func(_, _ protocol.Message) int32 { return 0 },
		end:        func(int32) protocol.Message { return nil },
		endID:      func(protocol.Message) int32 { return 0 },
	},
}
