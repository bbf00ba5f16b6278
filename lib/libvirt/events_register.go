package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// subscribe registers an event with the host. Hosts before 1.3.3 have only the
// older registration of domain events.
func (c *Conn) subscribe(ctx context.Context, key eventKey, sink func(protocol.Event)) (driver.Stop, error) {
	stop, err := c.driver.Subscribe(ctx, key.request(), sink)
	if key.kind == domainObject && isNoSupport(err) {
		stop, err = c.driver.Subscribe(ctx, &protocol.Request{
			Proc: &protocol.ConnectDomainEventRegisterAny.Proc,
			Args: &protocol.ConnectDomainEventRegisterAnyArgs{EventID: key.id},
		}, sink)
	}
	return stop, c.failed(err)
}

// request returns the call that registers key.
func (k eventKey) request() *protocol.Request {
	switch k.kind {
	case networkObject:
		a := &protocol.ConnectNetworkEventRegisterAnyArgs{EventID: k.id}
		if k.one() {
			a.Net = &protocol.Network{Name: k.name, UUID: k.uuid}
		}
		return registering(&protocol.ConnectNetworkEventRegisterAny.Proc, a)
	case storagePoolObject:
		a := &protocol.ConnectStoragePoolEventRegisterAnyArgs{EventID: k.id}
		if k.one() {
			a.Pool = &protocol.StoragePool{Name: k.name, UUID: k.uuid}
		}
		return registering(&protocol.ConnectStoragePoolEventRegisterAny.Proc, a)
	case nodeDeviceObject:
		a := &protocol.ConnectNodeDeviceEventRegisterAnyArgs{EventID: k.id}
		if k.one() {
			a.Dev = &protocol.NodeDevice{Name: k.name}
		}
		return registering(&protocol.ConnectNodeDeviceEventRegisterAny.Proc, a)
	case secretObject:
		a := &protocol.ConnectSecretEventRegisterAnyArgs{EventID: k.id}
		if k.one() {
			a.Secret = &protocol.Secret{UUID: k.uuid}
		}
		return registering(&protocol.ConnectSecretEventRegisterAny.Proc, a)
	case monitorObject:
		a := &protocol.QEMUConnectDomainMonitorEventRegisterArgs{Dom: k.domain(), Flags: uint32(k.flags), Event: optional(k.pattern)}
		return registering(&protocol.QEMUConnectDomainMonitorEventRegister.Proc, a)
	default:
		a := &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: k.id, Dom: k.domain()}
		return registering(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, a)
	}
}

func registering(p *protocol.Proc, args protocol.Message) *protocol.Request {
	return &protocol.Request{Proc: p, Args: args, Reply: p.Reply()}
}

// one reports whether k is for one object.
func (k eventKey) one() bool { return k.name != "" || !k.uuid.IsZero() }

// domain returns the domain that k is for, or nil.
func (k eventKey) domain() *protocol.Domain {
	if !k.one() {
		return nil
	}
	return &protocol.Domain{Name: k.name, UUID: k.uuid, ID: -1} // it is looked up by its UUID
}
