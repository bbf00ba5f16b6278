package libvirt_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// sources is a host's end of registrations for several events of domains.
type sources struct {
	mu    sync.Mutex
	sinks map[virt.DomainEventID]func(protocol.Event)
	most  int // how many there were at a time
}

func newSources() (*host, *sources) {
	h, s := newHost(), &sources{sinks: map[virt.DomainEventID]func(protocol.Event){}}
	h.mux.HandleEvents(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, func(_ context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
		time.Sleep(10 * time.Millisecond)
		id := virt.DomainEventID(r.Args.(*protocol.ConnectDomainEventCallbackRegisterAnyArgs).EventID)
		if id > virt.DomainEventIDAgentLifecycle {
			return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "unsupported event ID %d", id)
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		s.sinks[id] = sink
		s.most = max(s.most, len(s.sinks))
		return func(context.Context) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			delete(s.sinks, id)
			return nil
		}, nil
	})
	return h, s
}

// registered returns how many registrations there are, and how many there were at
// most.
func (s *sources) registered() [2]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return [2]int{len(s.sinks), s.most}
}

func (s *sources) send(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sinks[virt.DomainEventIDLifecycle](protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{
		Msg: protocol.DomainEventLifecycleMsg{Dom: wireDomain(name, 1, 1), Event: int32(virt.DomainEventStopped)}}))
}

// TestAnyDomainEvents: a host need not know all events, but the first, and there is
// one registration for each, of which nothing is left.
func TestAnyDomainEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSources()
		conn := h.open()
		ctx, end := context.WithCancel(t.Context())
		events, err := conn.AnyDomainEvents(ctx, nil, virt.DomainEventIDLifecycle, virt.DomainEventIDReboot, virt.DomainEventIDNICMACChange)
		if err != nil {
			t.Fatal(err)
		}
		more, err := conn.DomainEvents(ctx) // shares a registration
		if err != nil {
			t.Fatal(err)
		}
		want(t, "registrations", s.registered(), [2]int{2, 2})
		s.send("vm")
		if ev := <-events; ev.ID != virt.DomainEventIDLifecycle || ev.Object.Name() != "vm" || ev.Data != any(libvirt.DomainLifecycle{Type: virt.DomainEventStopped}) {
			t.Errorf("%+v", ev)
		}
		want(t, "the other listener's event", (<-more).Type, virt.DomainEventStopped)
		end()
		time.Sleep(time.Second)
		want(t, "registrations after the end", s.registered(), [2]int{0, 2})
		if _, err := conn.AnyDomainEvents(t.Context(), nil, virt.DomainEventIDNICMACChange, virt.DomainEventIDLifecycle); !errors.Is(err, virt.ErrInternalError) {
			t.Errorf("an unknown event comes first: %v", err)
		}
		time.Sleep(time.Second)
		want(t, "registrations after a failure", s.registered(), [2]int{0, 2})
		_ = conn.Close(t.Context())
	})
}

// TestAwait: the condition is looked at when the registration stands, and then once
// for each event, however long that takes.
func TestAwait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSources()
		d := oneDomain(t, h)
		looked, start := 0, time.Now()
		var at []time.Duration
		done := make(chan error)
		go func() {
			done <- d.Await(t.Context(), 0, func(context.Context) (bool, error) {
				if s.registered() != [2]int{2, 2} {
					t.Error("looked before the registration")
				}
				looked++
				at = append(at, time.Since(start))
				return looked == 3, nil
			})
		}()
		for range 2 {
			time.Sleep(time.Hour)
			s.send("vm")
		}
		if err := <-done; err != nil {
			t.Error(err)
		}
		want(t, "looks", looked, 3)
		want(t, "the second", at[1], time.Hour)
		time.Sleep(time.Minute)
		want(t, "registrations after the end", s.registered(), [2]int{0, 2})
		_ = d.Conn().Close(t.Context())
	})
}

func TestAwaitEnds(t *testing.T) {
	never := func(context.Context) (bool, error) { return false, nil }
	synctest.Test(t, func(t *testing.T) {
		h, _ := newSources()
		d := oneDomain(t, h)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := d.Await(ctx, 0, never); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("at the end of its time: %v", err)
		}
		time.AfterFunc(time.Minute, func() { _ = d.Conn().Close(context.Background()) })
		if err := d.Await(t.Context(), 0, never); err == nil || !errors.Is(err, d.Conn().Err()) {
			t.Errorf("at the end of the session: %v, want %v", err, d.Conn().Err())
		}
		time.Sleep(time.Minute) // until the host has ended the registration
	})
}

// TestAwaitWithoutEvents polls hosts that have none.
func TestAwaitWithoutEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d, start, looked := oneDomain(t, newHost()), time.Now(), 0
		err := d.Await(t.Context(), 0, func(context.Context) (bool, error) {
			looked++
			if looked == 4 {
				return false, virt.Errorf(virt.FromNone, virt.ErrOperationFailed, "met failed")
			}
			return false, nil
		})
		if !errors.Is(err, virt.ErrOperationFailed) || time.Since(start) != 3*time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
	})
}
