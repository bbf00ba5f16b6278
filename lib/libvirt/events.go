package libvirt

import (
	"context"

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
	return typedDomainEvents(ctx, c, virt.DomainEventIDLifecycle, func(ev AnyDomainEvent) (DomainEvent, bool) {
		d, ok := ev.Data.(DomainLifecycle)
		return DomainEvent{Domain: ev.Object, Type: d.Type, Detail: d.Detail, Lost: ev.Lost}, ok
	})
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
	return typedDomainEvents(ctx, c, virt.DomainEventIDMigrationIteration, func(ev AnyDomainEvent) (MigrationIterationEvent, bool) {
		d, ok := ev.Data.(DomainMigrationIteration)
		return MigrationIterationEvent{Domain: ev.Object, Iteration: d.Iteration, Lost: ev.Lost}, ok
	})
}

// NetworkEvent tells that a network was defined, started, stopped, ….
type NetworkEvent struct {
	Network *Network
	Type    virt.NetworkEventLifecycleType
	Lost    int // as in DomainEvent
}

// NetworkEvents is DomainEvents for networks.
func (c *Conn) NetworkEvents(ctx context.Context) (<-chan NetworkEvent, error) {
	key := eventKey{kind: networkObject, id: int32(virt.NetworkEventIDLifecycle)}
	return typedEvents(ctx, c, key, c.anyNetworkEvent, func(ev AnyNetworkEvent) (NetworkEvent, bool) {
		typ, ok := ev.Data.(virt.NetworkEventLifecycleType)
		return NetworkEvent{Network: ev.Object, Type: typ, Lost: ev.Lost}, ok
	})
}

// StoragePoolEvent tells that a pool was defined, started, stopped, ….
type StoragePoolEvent struct {
	Pool *StoragePool
	Type virt.StoragePoolEventLifecycleType
	Lost int // as in DomainEvent
}

// StoragePoolEvents is DomainEvents for storage pools.
func (c *Conn) StoragePoolEvents(ctx context.Context) (<-chan StoragePoolEvent, error) {
	key := eventKey{kind: storagePoolObject, id: int32(virt.StoragePoolEventIDLifecycle)}
	return typedEvents(ctx, c, key, c.anyStoragePoolEvent, func(ev AnyStoragePoolEvent) (StoragePoolEvent, bool) {
		typ, ok := ev.Data.(virt.StoragePoolEventLifecycleType)
		return StoragePoolEvent{Pool: ev.Object, Type: typ, Lost: ev.Lost}, ok
	})
}

// typedDomainEvents listens for one event of all domains, and makes of each what
// convert does. A host that sends something else is not believed: convert says so.
func typedDomainEvents[T any](ctx context.Context, c *Conn, id virt.DomainEventID, convert func(AnyDomainEvent) (T, bool)) (<-chan T, error) {
	return typedEvents(ctx, c, eventKey{kind: domainObject, id: int32(id)}, c.anyDomainEvent, convert)
}

// typedEvents is typedDomainEvents for any kind of object, whose messages decode
// reads.
func typedEvents[E, T any](ctx context.Context, c *Conn, key eventKey, decode func(protocol.Event) (E, bool), convert func(E) (T, bool)) (<-chan T, error) {
	l, err := c.listen(ctx, key)
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (T, bool) {
		e, ok := decode(ev)
		if !ok {
			var none T
			return none, false
		}
		return convert(e)
	}), nil
}
