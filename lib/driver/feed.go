package driver

import (
	"context"
	"sync"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// feedCapacity is how many events may wait for one subscriber. Beyond it events
// are dropped and counted.
const feedCapacity = 4096

// Feed hands the events of an embedded driver's host, of type E, to its
// subscribers. The zero value is ready to use.
type Feed[E any] struct {
	mu   sync.Mutex
	subs map[*subscription[E]]struct{}
}

// subscription is a queue and the goroutine that empties it.
type subscription[E any] struct {
	convert func(E) (protocol.Event, bool)
	sink    func(protocol.Event)
	wake    chan struct{} // capacity 1
	stop    chan struct{}
	done    chan struct{}
	once    sync.Once

	mu    sync.Mutex
	queue []protocol.Event
	lost  int
}

// Publish queues e for the subscribers that want it. It never blocks, so it may
// be called under the lock of the host, which keeps the events in order.
func (f *Feed[E]) Publish(e E) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.subs {
		if ev, ok := s.convert(e); ok {
			s.push(ev)
		}
	}
}

// Subscribe starts handing events to sink, one at a time and in order, from a
// goroutine of its own. convert tells for each event whether the subscriber
// wants it, and what it looks like to him; it is called under the locks of
// Publish's callers. The Stop that is returned waits for a running sink.
func (f *Feed[E]) Subscribe(convert func(E) (protocol.Event, bool), sink func(protocol.Event)) Stop {
	s := &subscription[E]{
		convert: convert, sink: sink,
		wake: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	f.mu.Lock()
	if f.subs == nil {
		f.subs = make(map[*subscription[E]]struct{})
	}
	f.subs[s] = struct{}{}
	f.mu.Unlock()
	go s.run()
	return func(ctx context.Context) error {
		f.mu.Lock()
		delete(f.subs, s)
		f.mu.Unlock()
		s.once.Do(func() { close(s.stop) })
		select {
		case <-s.done:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *subscription[E]) push(ev protocol.Event) {
	s.mu.Lock()
	if len(s.queue) == feedCapacity {
		s.lost++
	} else {
		ev.Lost, s.lost = s.lost, 0
		s.queue = append(s.queue, ev)
	}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default: // it is to wake up already
	}
}

func (s *subscription[E]) pop() (protocol.Event, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.queue) == 0 {
		return protocol.Event{}, false
	}
	ev := s.queue[0]
	s.queue = s.queue[1:]
	return ev, true
}

func (s *subscription[E]) run() {
	defer close(s.done)
	for {
		select {
		case <-s.stop:
			return
		case <-s.wake:
		}
		for {
			select {
			case <-s.stop:
				return
			default:
			}
			ev, ok := s.pop()
			if !ok {
				break
			}
			s.sink(ev)
		}
	}
}
