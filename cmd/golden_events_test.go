package cmd_test

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestGoldenEvents is TestGolden on a host that sends, to who registers for an
// event, all that it may say, with values beyond those that are defined.
func TestGoldenEvents(t *testing.T) {
	uri := serve(t, openEventful).uri
	eachGolden(t, "testdata/events", func(t *testing.T, file string, golden *txtar.Archive) {
		t.Parallel() // they wait for a timeout
		checkGolden(t, file, golden, uri, strings.TrimSpace(string(golden.Comment)), maskNow)
	})
}

// maskNow hides the times in a JSON document that were just now.
func maskNow(json string) string {
	return regexp.MustCompile(`"time":"[^"]*"`).ReplaceAllStringFunc(json, func(field string) string {
		at, err := time.Parse(`"time":"`+time.RFC3339+`"`, field)
		if err != nil || time.Since(at) > time.Hour {
			return field
		}
		return `"time":"NOW"`
	})
}

// openEventful opens the built-in host with the events of one that is eventful.
func openEventful(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
	c, err := new(test.Driver).Open(ctx, uri, o)
	return &eventful{Conn: c, sinks: map[int32]func(){}}, err
}

type eventful struct {
	driver.Conn

	mu    sync.Mutex
	sinks map[int32]func() // what sends the events of each registration
	timer *time.Timer
}

// afterRegistering is when events come: virsh drops those that come before it knows
// the number of its registration.
const afterRegistering = 200 * time.Millisecond

// Subscribe sends all events of the kind that is registered, and no others later.
// Those of several kinds come in the order of the kinds.
func (c *eventful) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	var (
		events []protocol.Event
		id     int32
	)
	switch a := r.Args.(type) {
	case *protocol.ConnectDomainEventCallbackRegisterAnyArgs:
		if id = a.EventID; id > int32(virt.DomainEventIDMemoryDeviceSizeChange) {
			return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "unsupported event ID %d", id)
		}
		r.Reply.(*protocol.ConnectDomainEventCallbackRegisterAnyReply).CallbackID = id
		events = domainEvents(virt.DomainEventID(id), id)
	case *protocol.ConnectNetworkEventRegisterAnyArgs:
		events = networkEvents()
	case *protocol.ConnectStoragePoolEventRegisterAnyArgs:
		events = poolEvents(virt.StoragePoolEventID(a.EventID))
	case *protocol.ConnectNodeDeviceEventRegisterAnyArgs:
		events = nodeDeviceEvents(virt.NodeDeviceEventID(a.EventID))
	case *protocol.ConnectSecretEventRegisterAnyArgs:
		events = secretEvents(virt.SecretEventID(a.EventID))
	case *protocol.QEMUConnectDomainMonitorEventRegisterArgs:
		events = monitorEvents()
	default:
		return c.Conn.Subscribe(ctx, r, sink)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sinks[id] = func() {
		for _, ev := range events {
			sink(ev)
		}
	}
	if c.timer == nil {
		c.timer = time.AfterFunc(afterRegistering, c.send)
	}
	c.timer.Reset(afterRegistering)
	return func(context.Context) error { return nil }, nil
}

// send sends what was registered since it did last.
func (c *eventful) send() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(c.sinks)) {
		c.sinks[id]()
	}
	clear(c.sinks)
}

// The events of objects that are no domains. Their registrations have the number 0.

func networkEvents() []protocol.Event {
	var events []protocol.Event
	for event := range int32(5) {
		events = append(events, protocol.NetworkEventLifecycle.Event(&protocol.NetworkEventLifecycleMsg{
			Net: protocol.Network{Name: "nétz", UUID: eventUUID()}, Event: event}))
	}
	return events
}

func poolEvents(id virt.StoragePoolEventID) []protocol.Event {
	pool := protocol.StoragePool{Name: "a pool", UUID: eventUUID()}
	if id == virt.StoragePoolEventIDRefresh {
		return []protocol.Event{protocol.StoragePoolEventRefresh.Event(&protocol.StoragePoolEventRefreshMsg{Pool: pool})}
	}
	var events []protocol.Event
	for event := range int32(7) {
		events = append(events, protocol.StoragePoolEventLifecycle.Event(&protocol.StoragePoolEventLifecycleMsg{Pool: pool, Event: event}))
	}
	return events
}

func nodeDeviceEvents(id virt.NodeDeviceEventID) []protocol.Event {
	dev := protocol.NodeDevice{Name: "pci_0000_00_02_0"}
	if id == virt.NodeDeviceEventIDUpdate {
		return []protocol.Event{protocol.NodeDeviceEventUpdate.Event(&protocol.NodeDeviceEventUpdateMsg{Dev: dev})}
	}
	var events []protocol.Event
	for event := range int32(5) {
		events = append(events, protocol.NodeDeviceEventLifecycle.Event(&protocol.NodeDeviceEventLifecycleMsg{Dev: dev, Event: event}))
	}
	return events
}

func secretEvents(id virt.SecretEventID) []protocol.Event {
	secret := protocol.Secret{UUID: eventUUID(), UsageType: int32(virt.SecretUsageTypeVolume), UsageID: "/a volume"}
	if id == virt.SecretEventIDValueChanged {
		return []protocol.Event{protocol.SecretEventValueChanged.Event(&protocol.SecretEventValueChangedMsg{Secret: secret})}
	}
	var events []protocol.Event
	for event := range int32(3) {
		events = append(events, protocol.SecretEventLifecycle.Event(&protocol.SecretEventLifecycleMsg{Secret: secret, Event: event}))
	}
	return events
}

func monitorEvents() []protocol.Event {
	var events []protocol.Event
	for i, details := range []*string{
		new(`{"device":"drive-virtio-disk0","len":18446744073709551615,"list":[1,[],{}],"none":null,"a":"é\u0007"}`),
		nil, new(`{}`), new(`no JSON`),
	} {
		events = append(events, protocol.QEMUDomainMonitorEvent.Event(&protocol.QEMUDomainMonitorEventMsg{
			Dom: eventDomain(), Event: "BLOCK_JOB_READY", Seconds: 1700000000 + int64(i), Micros: 4200, Details: details,
		}))
	}
	return events
}

func eventUUID() virt.UUID { return virt.UUID{1, 2, 3, 15: 9} }

func eventDomain() protocol.Domain {
	return protocol.Domain{Name: "gä 'st", UUID: eventUUID(), ID: 3}
}

// domainEvents returns all events with a number, for the callback with another.
func domainEvents(event virt.DomainEventID, id int32) []protocol.Event {
	dom := eventDomain()
	var events []protocol.Event
	add := func(ev protocol.Event) { events = append(events, ev) }
	// each calls f with the n values that are defined, and with one beyond.
	each := func(n int32, f func(int32)) {
		for v := range n + 1 {
			f(v)
		}
	}
	switch event {
	case virt.DomainEventIDLifecycle:
		for _, c := range [][2]int32{{0, 4}, {1, 2}, {2, 5}, {3, 9}, {4, 5}, {5, 7}, {6, 3}, {7, 2}, {8, 2}, {9, 0}} {
			each(c[1], func(detail int32) {
				add(protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{CallbackID: id,
					Msg: protocol.DomainEventLifecycleMsg{Dom: dom, Event: c[0], Detail: detail}}))
			})
		}
	case virt.DomainEventIDReboot:
		add(protocol.DomainEventCallbackReboot.Event(&protocol.DomainEventCallbackRebootMsg{CallbackID: id, Msg: protocol.DomainEventRebootMsg{Dom: dom}}))
	case virt.DomainEventIDRTCChange:
		add(protocol.DomainEventCallbackRTCChange.Event(&protocol.DomainEventCallbackRTCChangeMsg{CallbackID: id,
			Msg: protocol.DomainEventRTCChangeMsg{Dom: dom, Offset: -3600}}))
	case virt.DomainEventIDWatchdog:
		each(7, func(v int32) {
			add(protocol.DomainEventCallbackWatchdog.Event(&protocol.DomainEventCallbackWatchdogMsg{CallbackID: id,
				Msg: protocol.DomainEventWatchdogMsg{Dom: dom, Action: v}}))
		})
	case virt.DomainEventIDIOError:
		each(3, func(v int32) {
			add(protocol.DomainEventCallbackIOError.Event(&protocol.DomainEventCallbackIOErrorMsg{CallbackID: id,
				Msg: protocol.DomainEventIOErrorMsg{Dom: dom, SrcPath: "/a b", DevAlias: "virtio-disk0", Action: v}}))
		})
	case virt.DomainEventIDIOErrorReason:
		each(3, func(v int32) {
			add(protocol.DomainEventCallbackIOErrorReason.Event(&protocol.DomainEventCallbackIOErrorReasonMsg{CallbackID: id,
				Msg: protocol.DomainEventIOErrorReasonMsg{Dom: dom, SrcPath: "/a b", DevAlias: "virtio-disk0", Action: v, Reason: "enospc"}}))
		})
	case virt.DomainEventIDGraphics:
		each(3, func(v int32) {
			add(protocol.DomainEventCallbackGraphics.Event(&protocol.DomainEventCallbackGraphicsMsg{CallbackID: id,
				Msg: protocol.DomainEventGraphicsMsg{Dom: dom, Phase: v, AuthScheme: "none",
					Local:   protocol.DomainEventGraphicsAddress{Family: v, Node: "::1", Service: "5900"},
					Remote:  protocol.DomainEventGraphicsAddress{Family: v, Node: "::2", Service: "40000"},
					Subject: []protocol.DomainEventGraphicsIdentity{{Type: "x509dname", Name: "CN=a"}, {Type: "saslUsername", Name: "b"}}[:v%3]}}))
		})
	case virt.DomainEventIDControlError:
		add(protocol.DomainEventCallbackControlError.Event(&protocol.DomainEventCallbackControlErrorMsg{CallbackID: id,
			Msg: protocol.DomainEventControlErrorMsg{Dom: dom}}))
	case virt.DomainEventIDBlockJob:
		each(6, func(v int32) {
			add(protocol.DomainEventCallbackBlockJob.Event(&protocol.DomainEventCallbackBlockJobMsg{CallbackID: id,
				Msg: protocol.DomainEventBlockJobMsg{Dom: dom, Path: "/a b", Type: v, Status: v}}))
		})
	case virt.DomainEventIDBlockJob2:
		each(6, func(v int32) {
			add(protocol.DomainEventBlockJob2.Event(&protocol.DomainEventBlockJob2Msg{CallbackID: id, Dom: dom, Dst: "vda", Type: v, Status: v}))
		})
	case virt.DomainEventIDDiskChange:
		each(2, func(v int32) {
			add(protocol.DomainEventCallbackDiskChange.Event(&protocol.DomainEventCallbackDiskChangeMsg{CallbackID: id,
				Msg: protocol.DomainEventDiskChangeMsg{Dom: dom, OldSrcPath: []*string{new("/old"), nil, nil}[v],
					NewSrcPath: []*string{nil, new("/new"), nil}[v], DevAlias: "ide0-0-0", Reason: v}}))
		})
	case virt.DomainEventIDTrayChange:
		each(2, func(v int32) {
			add(protocol.DomainEventCallbackTrayChange.Event(&protocol.DomainEventCallbackTrayChangeMsg{CallbackID: id,
				Msg: protocol.DomainEventTrayChangeMsg{Dom: dom, DevAlias: "ide0-0-0", Reason: v}}))
		})
	case virt.DomainEventIDPMWakeup:
		add(protocol.DomainEventCallbackPMWakeup.Event(&protocol.DomainEventCallbackPMWakeupMsg{CallbackID: id, Msg: protocol.DomainEventPMWakeupMsg{Dom: dom}}))
	case virt.DomainEventIDPMSuspend:
		add(protocol.DomainEventCallbackPMSuspend.Event(&protocol.DomainEventCallbackPMSuspendMsg{CallbackID: id, Msg: protocol.DomainEventPMSuspendMsg{Dom: dom}}))
	case virt.DomainEventIDPMSuspendDisk:
		add(protocol.DomainEventCallbackPMSuspendDisk.Event(&protocol.DomainEventCallbackPMSuspendDiskMsg{CallbackID: id, Msg: protocol.DomainEventPMSuspendDiskMsg{Dom: dom}}))
	case virt.DomainEventIDBalloonChange:
		add(protocol.DomainEventCallbackBalloonChange.Event(&protocol.DomainEventCallbackBalloonChangeMsg{CallbackID: id,
			Msg: protocol.DomainEventBalloonChangeMsg{Dom: dom, Actual: 1 << 20}}))
	case virt.DomainEventIDDeviceRemoved:
		add(protocol.DomainEventCallbackDeviceRemoved.Event(&protocol.DomainEventCallbackDeviceRemovedMsg{CallbackID: id,
			Msg: protocol.DomainEventDeviceRemovedMsg{Dom: dom, DevAlias: "net0"}}))
	case virt.DomainEventIDDeviceAdded:
		add(protocol.DomainEventCallbackDeviceAdded.Event(&protocol.DomainEventCallbackDeviceAddedMsg{CallbackID: id, Dom: dom, DevAlias: "net0"}))
	case virt.DomainEventIDDeviceRemovalFailed:
		add(protocol.DomainEventCallbackDeviceRemovalFailed.Event(&protocol.DomainEventCallbackDeviceRemovalFailedMsg{CallbackID: id, Dom: dom, DevAlias: "net0"}))
	case virt.DomainEventIDTunable:
		add(protocol.DomainEventCallbackTunable.Event(&protocol.DomainEventCallbackTunableMsg{CallbackID: id, Dom: dom, Params: eventParams()}))
		add(protocol.DomainEventCallbackTunable.Event(&protocol.DomainEventCallbackTunableMsg{CallbackID: id, Dom: dom}))
	case virt.DomainEventIDJobCompleted:
		add(protocol.DomainEventCallbackJobCompleted.Event(&protocol.DomainEventCallbackJobCompletedMsg{CallbackID: id, Dom: dom, Params: eventParams()}))
	case virt.DomainEventIDAgentLifecycle:
		each(3, func(v int32) {
			add(protocol.DomainEventCallbackAgentLifecycle.Event(&protocol.DomainEventCallbackAgentLifecycleMsg{CallbackID: id, Dom: dom, State: v, Reason: v}))
		})
	case virt.DomainEventIDMigrationIteration:
		add(protocol.DomainEventCallbackMigrationIteration.Event(&protocol.DomainEventCallbackMigrationIterationMsg{CallbackID: id, Dom: dom, Iteration: 2}))
	case virt.DomainEventIDMetadataChange:
		each(3, func(v int32) {
			add(protocol.DomainEventCallbackMetadataChange.Event(&protocol.DomainEventCallbackMetadataChangeMsg{CallbackID: id, Dom: dom, Type: v,
				NsURI: []*string{nil, nil, new("urn:x"), nil}[v]}))
		})
	case virt.DomainEventIDBlockThreshold:
		each(1, func(v int32) {
			add(protocol.DomainEventBlockThreshold.Event(&protocol.DomainEventBlockThresholdMsg{CallbackID: id, Dom: dom, Dev: "vda[1]",
				Path: []*string{nil, new("/a b")}[v], Threshold: 1 << 40, Excess: 512}))
		})
	case virt.DomainEventIDMemoryFailure:
		each(4, func(v int32) {
			add(protocol.DomainEventMemoryFailure.Event(&protocol.DomainEventMemoryFailureMsg{CallbackID: id, Dom: dom, Recipient: v, Action: v, Flags: uint32(v)}))
		})
	case virt.DomainEventIDMemoryDeviceSizeChange:
		add(protocol.DomainEventMemoryDeviceSizeChange.Event(&protocol.DomainEventMemoryDeviceSizeChangeMsg{CallbackID: id, Dom: dom, Alias: "virtiomem0", Size: 1 << 30}))
	}
	return events
}

// eventParams returns a parameter of each type.
func eventParams() []virt.TypedParam {
	return []virt.TypedParam{
		{Name: "cputune.vcpupin0", Value: virt.StringValue("0-3")}, {Name: "i", Value: virt.IntValue(-1)},
		{Name: "u", Value: virt.UintValue(1)}, {Name: "l", Value: virt.LlongValue(-1 << 40)}, {Name: "ul", Value: virt.UllongValue(1 << 63)},
		{Name: "d", Value: virt.DoubleValue(1.5)}, {Name: "b", Value: virt.BooleanValue(true)},
	}
}

// TestEventsAllKinds: the golden files have all events that virsh lists.
func TestEventsAllKinds(t *testing.T) {
	listed := strings.Fields(virgo("", nil, "-c", builtinHost, "-q", "event", "--list").stdout)
	var sent []string
	for id := range virt.DomainEventIDMemoryDeviceSizeChange + 1 {
		if len(domainEvents(id, 0)) > 0 {
			sent = append(sent, listed[id])
		}
	}
	if !slices.Equal(sent, listed) {
		t.Errorf("%v, want %v", sent, listed)
	}
}
