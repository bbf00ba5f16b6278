package drivertest

import (
	"context"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// lifecycleEvents subscribes to the lifecycle events of d, or of all domains if
// d is nil.
func lifecycleEvents(t *testing.T, c driver.Conn, d *protocol.Domain) (<-chan *protocol.DomainEventCallbackLifecycleMsg, driver.Stop, int32) {
	t.Helper()
	events := make(chan *protocol.DomainEventCallbackLifecycleMsg, 1000)
	p := &protocol.ConnectDomainEventCallbackRegisterAny.Proc
	reply := &protocol.ConnectDomainEventCallbackRegisterAnyReply{}
	stop, err := c.Subscribe(t.Context(), &protocol.Request{
		Proc:  p,
		Args:  &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: int32(virt.DomainEventIDLifecycle), Dom: d},
		Reply: reply,
	}, func(ev protocol.Event) {
		if m, ok := ev.Msg.(*protocol.DomainEventCallbackLifecycleMsg); ok {
			events <- m
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return events, stop, reply.CallbackID
}

// checkEvents: a subscriber gets the events of its domain, in order, with the
// number of its registration.
func checkEvents(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d, other := defined(t, h, c, "events"), defined(t, h, c, "other-events")
	events, stop, id := lifecycleEvents(t, c, &d)
	ok(t, "start other", protocol.DomainCreate.Call(ctx, c, &protocol.DomainCreateArgs{Dom: other}))
	ok(t, "start", protocol.DomainCreate.Call(ctx, c, &protocol.DomainCreateArgs{Dom: d}))
	ok(t, "suspend", protocol.DomainSuspend.Call(ctx, c, &protocol.DomainSuspendArgs{Dom: d}))
	ok(t, "destroy", protocol.DomainDestroy.Call(ctx, c, &protocol.DomainDestroyArgs{Dom: d}))
	ok(t, "undefine", protocol.DomainUndefine.Call(ctx, c, &protocol.DomainUndefineArgs{Dom: d}))

	want := []virt.DomainEventType{virt.DomainEventStarted, virt.DomainEventSuspended, virt.DomainEventStopped, virt.DomainEventUndefined}
	for len(want) > 0 {
		m := <-events
		if m.CallbackID != id || m.Msg.Dom.UUID != d.UUID {
			t.Fatalf("event of %s for registration %d, want %s and %d", m.Msg.Dom.Name, m.CallbackID, d.Name, id)
		}
		switch got := virt.DomainEventType(m.Msg.Event); got {
		case want[0]:
			want = want[1:]
		case virt.DomainEventResumed, virt.DomainEventShutdown: // some hosts tell of steps on the way
		default:
			t.Fatalf("got the event %v, want %v", got, want[0])
		}
	}
	ok(t, "stop", stop(ctx))
}

// checkEventStop: after Stop no event comes, and the session goes on.
func checkEventStop(t *testing.T, h Harness) {
	c, ctx := h.open(t, driver.Options{}), t.Context()
	d := defined(t, h, c, "event-stop")
	events, stop, _ := lifecycleEvents(t, c, nil)
	ok(t, "stop", stop(ctx))
	ok(t, "stop again", stop(context.Background()))
	second, stop2, _ := lifecycleEvents(t, c, nil)
	ok(t, "start", protocol.DomainCreate.Call(ctx, c, &protocol.DomainCreateArgs{Dom: d}))
	<-second // so the start has been told
	select {
	case m := <-events:
		t.Fatalf("event after Stop: %+v", m)
	default:
	}
	ok(t, "stop", stop2(ctx))
}
