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

// source is a host's end of a registration.
type source struct {
	mu      sync.Mutex
	sink    func(protocol.Event)
	started int
	stopped int
	delay   time.Duration // of registering and of ending it
	stuck   chan struct{} // if set, ending it takes until this is closed
}

// register makes h answer p with s. Like libvirtd it refuses a second
// registration.
func (s *source) register(h *host, p *protocol.Proc) {
	h.mux.HandleEvents(p, func(_ context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
		time.Sleep(s.delay)
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.sink != nil {
			return nil, virt.Errorf(virt.FromNone, virt.ErrInternalError, "event callback already tracked")
		}
		s.sink = sink
		s.started++
		return func(ctx context.Context) error {
			if s.stuck != nil {
				select {
				case <-s.stuck:
				case <-ctx.Done():
					return ctx.Err()
				}
			}
			time.Sleep(s.delay)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.sink = nil
			s.stopped++
			return nil
		}, nil
	})
}

func (s *source) send(id int32) {
	m := protocol.DomainEventLifecycleMsg{Dom: wireDomain("vm", 1, id), Event: int32(virt.DomainEventStarted), Detail: id}
	s.sink(protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{Msg: m}))
}

// counts returns how often s was registered and deregistered.
func (s *source) counts() [2]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return [2]int{s.started, s.stopped}
}

func newSource() (*host, *source) {
	h, s := newHost(), &source{delay: 10 * time.Millisecond}
	s.register(h, &protocol.ConnectDomainEventCallbackRegisterAny.Proc)
	return h, s
}

func listen(t *testing.T, ctx context.Context, c *libvirt.Conn) <-chan libvirt.DomainEvent {
	t.Helper()
	ch, err := c.DomainEvents(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return ch
}

func TestEventsShareOneRegistration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSource()
		conn := h.open()
		ctx1, end1 := context.WithCancel(t.Context())
		ctx2, end2 := context.WithCancel(t.Context())
		defer end1()
		defer end2()
		one, two := listen(t, ctx1, conn), listen(t, ctx2, conn)
		want(t, "registrations", s.counts(), [2]int{1, 0})

		for id := range int32(100) {
			s.send(id)
		}
		for _, ch := range []<-chan libvirt.DomainEvent{one, two} {
			for id := range 100 {
				ev := <-ch
				if ev.Domain.ID() != id || ev.Detail != id || ev.Type != virt.DomainEventStarted || ev.Domain.Name() != "vm" || ev.Lost != 0 {
					t.Fatalf("event %d: %+v", id, ev)
				}
			}
		}

		end1()
		if ev, ok := <-one; ok {
			t.Errorf("after the end of its context: %+v", ev)
		}
		synctest.Wait()
		want(t, "with one listener left", s.counts(), [2]int{1, 0})
		s.send(7)
		want(t, "the other listener's event", (<-two).Detail, 7)

		end2()
		time.Sleep(time.Second)
		want(t, "with none left", s.counts(), [2]int{1, 1})

		three := listen(t, t.Context(), conn)
		want(t, "with a new one", s.counts(), [2]int{2, 1})
		s.send(8)
		want(t, "the new listener's event", (<-three).Detail, 8)
		if err := conn.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		if ev, ok := <-three; ok {
			t.Errorf("after Close: %+v", ev)
		}
	})
}

// TestListenWhileTheLastLeaves registers anew while the host still ends the
// registration before.
func TestListenWhileTheLastLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSource()
		conn := h.open()
		for i := range 3 {
			ctx, end := context.WithCancel(t.Context())
			ch := listen(t, ctx, conn)
			s.send(int32(i))
			want(t, "event", (<-ch).Detail, i)
			end()
			time.Sleep(time.Millisecond) // the host has begun
		}
		time.Sleep(time.Second)
		want(t, "registrations", s.counts(), [2]int{3, 3})
	})
}

func TestListenGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSource()
		s.delay = time.Hour
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, err := h.open().DomainEvents(ctx)
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("%v after %v", err, time.Since(start))
		}
		time.Sleep(3 * time.Hour)
		want(t, "the late registration is taken back", s.counts(), [2]int{1, 1})
	})
}

func TestEventsThatAreNotTaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSource()
		conn := h.open()
		ch := listen(t, t.Context(), conn)
		s.send(0)
		synctest.Wait() // this one is on its way into the channel, no longer queued
		const extra = 3
		for id := int32(1); id <= 4096+extra; id++ {
			s.send(id)
		}
		for id := range 4097 {
			if ev := <-ch; ev.Detail != id || ev.Lost != 0 {
				t.Fatalf("event %d: %+v", id, ev)
			}
		}
		s.send(9)
		if ev := <-ch; ev.Detail != 9 || ev.Lost != extra {
			t.Errorf("after the loss: %+v", ev)
		}
		s.send(10)
		want(t, "lost is told once", (<-ch).Lost, 0)
		s.sink(protocol.Event{Proc: &protocol.DomainEventCallbackLifecycle.Proc, Msg: &protocol.DomainEventCallbackLifecycleMsg{}, Lost: 5})
		want(t, "the driver's own loss", (<-ch).Lost, 5)
		_ = conn.Close(t.Context())
	})
}

func TestEventsQueuedBeforeTheEndAreDelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newSource()
		conn := h.open()
		ch := listen(t, t.Context(), conn)
		for id := range int32(3) {
			s.send(id)
		}
		if err := conn.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
		n := 0
		for ev := range ch {
			want(t, "event", ev.Detail, n)
			n++
		}
		want(t, "events", n, 3)
	})
}

// TestEventsOfOldHosts has one without registrations by callback, and one
// without any.
func TestEventsOfOldHosts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, s := newHost(), new(source)
		s.register(h, &protocol.ConnectDomainEventRegisterAny.Proc)
		conn := h.open()
		ch := listen(t, t.Context(), conn)
		s.sink(protocol.DomainEventLifecycle.Event(&protocol.DomainEventLifecycleMsg{Dom: wireDomain("old", 1, 2), Event: int32(virt.DomainEventStopped)}))
		if ev := <-ch; ev.Domain.Name() != "old" || ev.Type != virt.DomainEventStopped {
			t.Errorf("%+v", ev)
		}
		_ = conn.Close(t.Context())
	})
	if ch, err := newHost().open().DomainEvents(t.Context()); !errors.Is(err, virt.ErrNoSupport) || ch != nil {
		t.Errorf("a host without events: %v", err)
	}
}

func TestNetworkAndPoolEvents(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h, ns, ps := newHost(), new(source), new(source)
		ns.register(h, &protocol.ConnectNetworkEventRegisterAny.Proc)
		ps.register(h, &protocol.ConnectStoragePoolEventRegisterAny.Proc)
		conn := h.open()
		nets, err := conn.NetworkEvents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		pools, err := conn.StoragePoolEvents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ns.sink(protocol.NetworkEventLifecycle.Event(&protocol.NetworkEventLifecycleMsg{
			Net: protocol.Network{Name: "n", UUID: uuid(1)}, Event: int32(virt.NetworkEventStopped)}))
		ps.sink(protocol.StoragePoolEventLifecycle.Event(&protocol.StoragePoolEventLifecycleMsg{
			Pool: protocol.StoragePool{Name: "p", UUID: uuid(2)}, Event: int32(virt.StoragePoolEventCreated)}))
		if ev := <-nets; ev.Network.Name() != "n" || ev.Network.UUID() != uuid(1) || ev.Type != virt.NetworkEventStopped {
			t.Errorf("%+v", ev)
		}
		if ev := <-pools; ev.Pool.Name() != "p" || ev.Pool.UUID() != uuid(2) || ev.Type != virt.StoragePoolEventCreated {
			t.Errorf("%+v", ev)
		}
		_ = conn.Close(t.Context())
	})
}
