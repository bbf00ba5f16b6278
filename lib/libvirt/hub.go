package libvirt

import (
	"context"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
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

// eventKey is what a host registers: a kind of object, a number among its events,
// and perhaps one object, without which events of all come.
type eventKey struct {
	kind objectKind
	id   int32

	name string // of the object; empty: all, or an object without a name
	uuid virt.UUID

	// Of QEMU's own events, which have names instead of numbers:
	pattern string
	flags   virt.ConnectDomainQemuMonitorEventRegisterFlags
}

type objectKind uint8

const (
	domainObject objectKind = iota
	networkObject
	storagePoolObject
	nodeDeviceObject
	secretObject
	monitorObject // a domain, as its QEMU tells of it
)

// join adds l to the listeners of the registration for key.
func (h *eventHub) join(key eventKey, l *listener) *registration {
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
	r.add(l)
	return r
}

// forget drops r if it has neither listeners nor a registration with the host. It
// is called by who has r's turn.
func (h *eventHub) forget(r *registration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if r.stop == nil && !r.wanted() {
		delete(h.regs, r.key)
	}
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
	defer func() {
		c.events.forget(r)
		<-r.turn
	}()
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

// listen adds a listener for the events of keys until ctx ends. It returns when
// the host has said that it sends them; the end of ctx ends the wait at once, and
// the host's part is then taken back in the background. A host must know the first
// of keys; others that it refuses are left out.
func (c *Conn) listen(ctx context.Context, keys ...eventKey) (*listener, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	l := &listener{more: make(chan struct{}, 1)}
	regs := make([]*registration, len(keys))
	for i, key := range keys {
		regs[i] = c.events.join(key, l)
	}
	work := context.WithoutCancel(ctx)
	leave := func() {
		for _, r := range regs {
			r.remove(l)
			_ = r.settle(work, c) // who listened has gone; the session has its own errors
		}
	}
	registered := make(chan error, 1)
	go func() { registered <- c.register(work, regs, l) }()
	select {
	case err := <-registered:
		if err != nil {
			go leave()
			return nil, err
		}
		context.AfterFunc(ctx, leave)
		return l, nil
	case <-ctx.Done():
		go leave()
		return nil, ctx.Err()
	}
}

// register settles regs at the same time. Its error is that of the first.
func (c *Conn) register(ctx context.Context, regs []*registration, l *listener) error {
	errs := make([]error, len(regs))
	var all sync.WaitGroup
	for i, r := range regs {
		all.Go(func() {
			if errs[i] = r.settle(ctx, c); errs[i] != nil {
				r.remove(l)
			}
		})
	}
	all.Wait()
	return errs[0]
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
