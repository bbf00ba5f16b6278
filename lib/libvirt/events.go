package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DomainEvent tells that a domain was defined, started, stopped, ….
type DomainEvent struct {
	Domain *Domain
	Type   virt.DomainEventType
	Detail int // its meaning depends on Type: virt.DomainEventStartedDetailType and so on
	Lost   int // how many events before this one were dropped, since they came faster than they were taken
}

// DomainEvents returns a channel of the lifecycle events of all domains, in
// order, each once. It is closed when ctx ends or the session does; Err tells
// which. The host is asked to send them for the first listener of the session
// and to stop after the last; listeners do not disturb each other.
func (c *Conn) DomainEvents(ctx context.Context) (<-chan DomainEvent, error) {
	l, err := c.listen(ctx, eventKey{domainObject, int32(virt.DomainEventIDLifecycle)})
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (DomainEvent, bool) {
		var m *protocol.DomainEventLifecycleMsg
		switch msg := ev.Msg.(type) {
		case *protocol.DomainEventCallbackLifecycleMsg:
			m = &msg.Msg
		case *protocol.DomainEventLifecycleMsg:
			m = msg
		default:
			return DomainEvent{}, false
		}
		return DomainEvent{
			Domain: c.domain(&m.Dom), Type: virt.DomainEventType(m.Event), Detail: int(m.Detail), Lost: ev.Lost,
		}, true
	}), nil
}

// MigrationIterationEvent tells that a pass over the memory of a domain that is
// being migrated begins.
type MigrationIterationEvent struct {
	Domain    *Domain
	Iteration int // 1 for the first pass
	Lost      int // as in DomainEvent
}

// MigrationIterationEvents is DomainEvents for the passes of live migrations away
// from the host.
func (c *Conn) MigrationIterationEvents(ctx context.Context) (<-chan MigrationIterationEvent, error) {
	l, err := c.listen(ctx, eventKey{domainObject, int32(virt.DomainEventIDMigrationIteration)})
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (MigrationIterationEvent, bool) {
		m, ok := ev.Msg.(*protocol.DomainEventCallbackMigrationIterationMsg)
		if !ok {
			return MigrationIterationEvent{}, false
		}
		return MigrationIterationEvent{Domain: c.domain(&m.Dom), Iteration: int(m.Iteration), Lost: ev.Lost}, true
	}), nil
}

// NetworkEvent tells that a network was defined, started, stopped, ….
type NetworkEvent struct {
	Network *Network
	Type    virt.NetworkEventLifecycleType
	Lost    int // as in DomainEvent
}

// NetworkEvents is DomainEvents for networks.
func (c *Conn) NetworkEvents(ctx context.Context) (<-chan NetworkEvent, error) {
	l, err := c.listen(ctx, eventKey{networkObject, int32(virt.NetworkEventIDLifecycle)})
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (NetworkEvent, bool) {
		m, ok := ev.Msg.(*protocol.NetworkEventLifecycleMsg)
		if !ok {
			return NetworkEvent{}, false
		}
		return NetworkEvent{Network: c.network(&m.Net), Type: virt.NetworkEventLifecycleType(m.Event), Lost: ev.Lost}, true
	}), nil
}

// StoragePoolEvent tells that a pool was defined, started, stopped, ….
type StoragePoolEvent struct {
	Pool *StoragePool
	Type virt.StoragePoolEventLifecycleType
	Lost int // as in DomainEvent
}

// StoragePoolEvents is DomainEvents for storage pools.
func (c *Conn) StoragePoolEvents(ctx context.Context) (<-chan StoragePoolEvent, error) {
	l, err := c.listen(ctx, eventKey{storagePoolObject, int32(virt.StoragePoolEventIDLifecycle)})
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (StoragePoolEvent, bool) {
		m, ok := ev.Msg.(*protocol.StoragePoolEventLifecycleMsg)
		if !ok {
			return StoragePoolEvent{}, false
		}
		return StoragePoolEvent{Pool: c.storagePool(&m.Pool), Type: virt.StoragePoolEventLifecycleType(m.Event), Lost: ev.Lost}, true
	}), nil
}

// subscribe registers an event with the host. Hosts before 1.3.3 have only the
// older registration of domain events.
func (c *Conn) subscribe(ctx context.Context, key eventKey, sink func(protocol.Event)) (driver.Stop, error) {
	var r *protocol.Request
	switch key.kind {
	case domainObject:
		r = &protocol.Request{
			Proc:  &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
			Args:  &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: key.id},
			Reply: new(protocol.ConnectDomainEventCallbackRegisterAnyReply),
		}
	case networkObject:
		r = &protocol.Request{
			Proc:  &protocol.ConnectNetworkEventRegisterAny.Proc,
			Args:  &protocol.ConnectNetworkEventRegisterAnyArgs{EventID: key.id},
			Reply: new(protocol.ConnectNetworkEventRegisterAnyReply),
		}
	case storagePoolObject:
		r = &protocol.Request{
			Proc:  &protocol.ConnectStoragePoolEventRegisterAny.Proc,
			Args:  &protocol.ConnectStoragePoolEventRegisterAnyArgs{EventID: key.id},
			Reply: new(protocol.ConnectStoragePoolEventRegisterAnyReply),
		}
	}
	stop, err := c.driver.Subscribe(ctx, r, sink)
	if key.kind == domainObject && isNoSupport(err) {
		stop, err = c.driver.Subscribe(ctx, &protocol.Request{
			Proc: &protocol.ConnectDomainEventRegisterAny.Proc,
			Args: &protocol.ConnectDomainEventRegisterAnyArgs{EventID: key.id},
		}, sink)
	}
	return stop, c.failed(err)
}
