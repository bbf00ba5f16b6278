package libvirt

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// AnyEvent is one of the events, numbered by ID, that a host has about objects of
// the type O.
type AnyEvent[O any, ID ~int32] struct {
	ID     ID
	Object O
	Data   any // what the event says; its type depends on ID
	Lost   int // as in DomainEvent
}

type (
	// AnyDomainEvent is an event about a domain. Data is a DomainLifecycle,
	// DomainRTCChange, DomainWatchdog, DomainIOError (also with its reason),
	// DomainGraphics, DomainBlockJob (of both kinds), DomainDiskChange,
	// DomainTrayChange, DomainBalloonChange, DomainDevice (added, removed, or still
	// there), DomainParams (tunables that changed, or a job's figures at its end),
	// DomainChannel (also the agent's), DomainMigrationIteration, MetadataChange,
	// DomainBlockThreshold, DomainMemoryFailure, DomainMemoryDeviceSize,
	// DomainMACChange or DomainVcpuRemoved; nil where the ID says all.
	AnyDomainEvent = AnyEvent[*Domain, virt.DomainEventID]
	// AnyNetworkEvent is an event about a network. Data is a
	// virt.NetworkEventLifecycleType or a MetadataChange.
	AnyNetworkEvent = AnyEvent[*Network, virt.NetworkEventID]
	// AnyStoragePoolEvent is an event about a storage pool. Data is a
	// virt.StoragePoolEventLifecycleType, or nil for a refresh.
	AnyStoragePoolEvent = AnyEvent[*StoragePool, virt.StoragePoolEventID]
	// AnyNodeDeviceEvent is an event about a device of the host. Data is a
	// virt.NodeDeviceEventLifecycleType, or nil for an update.
	AnyNodeDeviceEvent = AnyEvent[*NodeDevice, virt.NodeDeviceEventID]
	// AnySecretEvent is an event about a secret. Data is a
	// virt.SecretEventLifecycleType, or nil for a change of its value.
	AnySecretEvent = AnyEvent[*Secret, virt.SecretEventID]
)

// MetadataChange tells which metadata of an object changed: its URI for
// virt.DomainMetadataElement, else nil.
type MetadataChange struct {
	Type virt.DomainMetadataType // the numbers of virt.NetworkMetadataType are the same
	URI  *string
}

// AnyDomainEvents is DomainEvents for the numbered events, of one domain or, with
// nil, of all. The host must have the first event; others that it does not know
// are left out.
func (c *Conn) AnyDomainEvents(ctx context.Context, d *Domain, ids ...virt.DomainEventID) (<-chan AnyDomainEvent, error) {
	keys := make([]eventKey, len(ids))
	for i, id := range ids {
		keys[i] = eventKey{kind: domainObject, id: int32(id)}
		if d != nil {
			keys[i].name, keys[i].uuid = d.name, d.uuid
		}
	}
	l, err := c.listen(ctx, keys...)
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (AnyDomainEvent, bool) {
		e, ok := c.anyDomainEvent(ev)
		// The registration of hosts before 1.3.3 is always for all domains.
		return e, ok && (d == nil || d.uuid == e.Object.uuid)
	}), nil
}

// AnyNetworkEvents is AnyDomainEvents for a network.
func (c *Conn) AnyNetworkEvents(ctx context.Context, n *Network, id virt.NetworkEventID) (<-chan AnyNetworkEvent, error) {
	key := eventKey{kind: networkObject, id: int32(id)}
	if n != nil {
		key.name, key.uuid = n.name, n.uuid
	}
	return typedEvents(ctx, c, key, c.anyNetworkEvent, same)
}

// AnyStoragePoolEvents is AnyDomainEvents for a storage pool.
func (c *Conn) AnyStoragePoolEvents(ctx context.Context, p *StoragePool, id virt.StoragePoolEventID) (<-chan AnyStoragePoolEvent, error) {
	key := eventKey{kind: storagePoolObject, id: int32(id)}
	if p != nil {
		key.name, key.uuid = p.name, p.uuid
	}
	return typedEvents(ctx, c, key, c.anyStoragePoolEvent, same)
}

// AnyNodeDeviceEvents is AnyDomainEvents for a device of the host.
func (c *Conn) AnyNodeDeviceEvents(ctx context.Context, d *NodeDevice, id virt.NodeDeviceEventID) (<-chan AnyNodeDeviceEvent, error) {
	key := eventKey{kind: nodeDeviceObject, id: int32(id)}
	if d != nil {
		key.name = d.name
	}
	return typedEvents(ctx, c, key, c.anyNodeDeviceEvent, same)
}

// AnySecretEvents is AnyDomainEvents for a secret.
func (c *Conn) AnySecretEvents(ctx context.Context, s *Secret, id virt.SecretEventID) (<-chan AnySecretEvent, error) {
	key := eventKey{kind: secretObject, id: int32(id)}
	if s != nil {
		key.uuid = s.uuid
	}
	return typedEvents(ctx, c, key, c.anySecretEvent, same)
}

// QEMUMonitorEvent is an event as QEMU sent it.
type QEMUMonitorEvent struct {
	Domain  *Domain
	Event   string
	Time    time.Time // by QEMU's clock, to the microsecond
	Details *string   // JSON; nil for none
	Lost    int       // as in DomainEvent
}

// QEMUMonitorEvents is AnyDomainEvents for what the QEMU of a domain tells its
// monitor: the events called pattern, or, with flags, that match it as a regular
// expression or in any letter case; all for an empty one.
func (c *Conn) QEMUMonitorEvents(ctx context.Context, d *Domain, pattern string, flags virt.ConnectDomainQemuMonitorEventRegisterFlags) (<-chan QEMUMonitorEvent, error) {
	key := eventKey{kind: monitorObject, pattern: pattern, flags: flags}
	if d != nil {
		key.name, key.uuid = d.name, d.uuid
	}
	l, err := c.listen(ctx, key)
	if err != nil {
		return nil, err
	}
	return deliver(ctx, c, l, func(ev protocol.Event) (QEMUMonitorEvent, bool) {
		m, ok := ev.Msg.(*protocol.QEMUDomainMonitorEventMsg)
		if !ok {
			return QEMUMonitorEvent{}, false
		}
		return QEMUMonitorEvent{
			Domain: c.domain(&m.Dom), Event: m.Event, Details: m.Details, Lost: ev.Lost,
			Time: time.Unix(m.Seconds, int64(m.Micros)*int64(time.Microsecond)),
		}, true
	}), nil
}

func same[T any](v T) (T, bool) { return v, true }

func (c *Conn) anyNetworkEvent(ev protocol.Event) (AnyNetworkEvent, bool) {
	e := AnyNetworkEvent{Lost: ev.Lost}
	switch m := ev.Msg.(type) {
	case *protocol.NetworkEventLifecycleMsg:
		e.Object, e.Data = c.network(&m.Net), virt.NetworkEventLifecycleType(m.Event)
	case *protocol.NetworkEventCallbackMetadataChangeMsg:
		e.ID, e.Object = virt.NetworkEventIDMetadataChange, c.network(&m.Net)
		e.Data = MetadataChange{virt.DomainMetadataType(m.Type), m.NsURI}
	default:
		return e, false
	}
	return e, true
}

func (c *Conn) anyStoragePoolEvent(ev protocol.Event) (AnyStoragePoolEvent, bool) {
	e := AnyStoragePoolEvent{Lost: ev.Lost}
	switch m := ev.Msg.(type) {
	case *protocol.StoragePoolEventLifecycleMsg:
		e.Object, e.Data = c.storagePool(&m.Pool), virt.StoragePoolEventLifecycleType(m.Event)
	case *protocol.StoragePoolEventRefreshMsg:
		e.ID, e.Object = virt.StoragePoolEventIDRefresh, c.storagePool(&m.Pool)
	default:
		return e, false
	}
	return e, true
}

func (c *Conn) anyNodeDeviceEvent(ev protocol.Event) (AnyNodeDeviceEvent, bool) {
	e := AnyNodeDeviceEvent{Lost: ev.Lost}
	switch m := ev.Msg.(type) {
	case *protocol.NodeDeviceEventLifecycleMsg:
		e.Object, e.Data = c.nodeDevice(&m.Dev), virt.NodeDeviceEventLifecycleType(m.Event)
	case *protocol.NodeDeviceEventUpdateMsg:
		e.ID, e.Object = virt.NodeDeviceEventIDUpdate, c.nodeDevice(&m.Dev)
	default:
		return e, false
	}
	return e, true
}

func (c *Conn) anySecretEvent(ev protocol.Event) (AnySecretEvent, bool) {
	e := AnySecretEvent{Lost: ev.Lost}
	switch m := ev.Msg.(type) {
	case *protocol.SecretEventLifecycleMsg:
		e.Object, e.Data = c.secret(&m.Secret), virt.SecretEventLifecycleType(m.Event)
	case *protocol.SecretEventValueChangedMsg:
		e.ID, e.Object = virt.SecretEventIDValueChanged, c.secret(&m.Secret)
	default:
		return e, false
	}
	return e, true
}
