package libvirt

import (
	"context"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// maxQueuedEvents is how many events wait for one listener. What comes when its
// queue is full is dropped, and the next event says how many were.
const maxQueuedEvents = 4096

// eventHub shares the host's registrations of a session among its listeners: a
// host refuses a second registration of the same event.
type eventHub struct {
	mu   sync.Mutex
	regs map[eventKey]*registration
}

// eventKey is what a host registers: a kind of object and a number among its
// events.
type eventKey struct {
	kind objectKind
	id   int32
}

type objectKind uint8

const (
	domainObject objectKind = iota
	networkObject
	storagePoolObject
)

// registration returns the one for key.
func (h *eventHub) registration(key eventKey) *registration {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.regs == nil {
		h.regs = make(map[eventKey]*registration)
	}
	r := h.regs[key]
	if r == nil {
		r = &registration{key: key, turn: make(chan struct{}, 1)}
		h.regs[key] = r
	}
	return r
}

// registration is the listeners for one event. The host knows of it as long as
// there are any.
type registration struct {
	key  eventKey
	turn chan struct{} // held while the host is asked; guards stop
	stop driver.Stop   // nil while not registered

	mu        sync.Mutex
	listeners []*listener
}

// listener is the queue of one who listens.
type listener struct {
	mu    sync.Mutex
	queue []protocol.Event
	lost  int
	more  chan struct{} // holds a token when the queue is not empty
}

// push is called by the driver, in order and never twice at once; it does not
// block.
func (l *listener) push(ev protocol.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) >= maxQueuedEvents {
		l.lost += 1 + ev.Lost
		return
	}
	ev.Lost += l.lost
	l.lost = 0
	l.queue = append(l.queue, ev)
	select {
	case l.more <- struct{}{}:
	default:
	}
}

// take returns what is queued.
func (l *listener) take() []protocol.Event {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queue
	l.queue = nil
	return q
}

// push hands an event to all listeners.
func (r *registration) push(ev protocol.Event) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.listeners {
		l.push(ev)
	}
}

func (r *registration) add(l *listener) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listeners = append(r.listeners, l)
}

func (r *registration) remove(l *listener) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range r.listeners {
		if r.listeners[i] == l {
			r.listeners = append(r.listeners[:i], r.listeners[i+1:]...)
			return
		}
	}
}

func (r *registration) wanted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.listeners) > 0
}

// settle registers with the host or deregisters, whichever the listeners call
// for. One at a time: a registration that overtook the end of the one before
// would be refused.
func (r *registration) settle(ctx context.Context, c *Conn) error {
	select {
	case r.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-r.turn }()
	switch {
	case r.wanted() && r.stop == nil:
		stop, err := c.subscribe(ctx, r.key, r.push)
		if err != nil {
			return err
		}
		r.stop = stop
	case !r.wanted() && r.stop != nil:
		stop := r.stop
		r.stop = nil
		return stop(ctx)
	}
	return nil
}

// listen adds a listener until ctx ends. It returns when the host has said that
// it sends events; the end of ctx ends the wait at once, and the host's part is
// then taken back in the background.
func (c *Conn) listen(ctx context.Context, key eventKey) (*listener, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	r := c.events.registration(key)
	l := &listener{more: make(chan struct{}, 1)}
	r.add(l)
	work := context.WithoutCancel(ctx)
	leave := func() {
		r.remove(l)
		_ = r.settle(work, c) // who listened has gone; the session has its own errors
	}
	registered := make(chan error, 1)
	go func() { registered <- r.settle(work, c) }()
	select {
	case err := <-registered:
		if err != nil {
			r.remove(l)
			return nil, err
		}
		context.AfterFunc(ctx, leave)
		return l, nil
	case <-ctx.Done():
		go leave()
		return nil, ctx.Err()
	}
}

// deliver makes the events of a listener into a channel of what convert makes
// of them. The channel is closed when ctx ends, or when the session does and all
// that came before has been taken.
func deliver[T any](ctx context.Context, c *Conn, l *listener, convert func(protocol.Event) (T, bool)) <-chan T {
	out := make(chan T)
	go func() {
		defer close(out)
		for over := false; !over; {
			select {
			case <-l.more:
			case <-ctx.Done():
				return
			case <-c.Done():
				over = true // once more for what is queued
			}
			for _, ev := range l.take() {
				v, ok := convert(ev)
				if !ok {
					continue
				}
				select {
				case out <- v:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out
}
