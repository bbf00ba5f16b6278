package libvirt

import (
	"context"
	"os"
	"sync"

	"github.com/virgo-vm/virgo/lib/virt"
)

// EventLoop is an application's own loop (virEventRegisterImpl): it waits for
// descriptors and for times, and calls back. Its methods are called from any
// goroutine, from its own callbacks too, and must not call back before they
// return. Numbers of handles and timeouts are not negative.
type EventLoop interface {
	// AddHandle calls f when fd is ready for one of events, until RemoveHandle,
	// and after that free, once. It returns the handle's number, or -1.
	AddHandle(fd int, events virt.EventHandleType, f func(watch, fd int, events virt.EventHandleType), free func()) (watch int)
	UpdateHandle(watch int, events virt.EventHandleType)
	RemoveHandle(watch int) error
	// AddTimeout calls f each time that interval has passed, in ms: 0 for as
	// often as the loop turns, -1 for never, until RemoveTimeout, and after that
	// free, once. It returns the timeout's number, or -1.
	AddTimeout(interval int, f func(timer int), free func()) (timer int)
	UpdateTimeout(timer, interval int)
	RemoveTimeout(timer int) error
}

// RegisterEventLoop makes the callbacks of sessions that Open opens from now on
// run on a loop of the application; nil ends that. A session adds one handle, by
// which it wakes the loop, and one timeout, in which it calls back; Close removes
// them. What it reads and writes itself does not depend on the loop, and no
// program needs one: callbacks otherwise run on goroutines, and events come on
// channels anyway.
func RegisterEventLoop(loop EventLoop) { process.setLoop(loop) }

// HandleDomainEvents is DomainEvents with a function that is called for each
// event, never twice at once, until ctx or the session ends: on the loop of
// RegisterEventLoop, or else on a goroutine.
func (c *Conn) HandleDomainEvents(ctx context.Context, f func(DomainEvent)) error {
	ctx, cancel := context.WithCancel(ctx)
	events, err := c.DomainEvents(ctx)
	if err != nil {
		cancel()
		return err
	}
	go func() {
		defer cancel()
		for ev := range events {
			if c.loop == nil {
				f(ev)
			} else if !c.loop.run(ctx, func() { f(ev) }) {
				return
			}
		}
	}()
	return nil
}

// loopCalls runs a session's callbacks on an application's loop.
type loopCalls struct {
	loop         EventLoop
	wake, signal *os.File // the two ends of a pipe that wakes the loop
	watch, timer int
	closed       chan struct{}
	freed        sync.WaitGroup // the handle and the timeout

	mu      sync.Mutex
	queue   []*loopCall
	pending bool // there is a byte in the pipe
	over    bool
}

// loopCall is a callback that waits for the loop.
type loopCall struct {
	f      func()
	gaveUp <-chan struct{} // closed when nobody waits any more; f is not called then
	done   chan struct{}
}

func newLoopCalls(loop EventLoop) (*loopCalls, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	l := &loopCalls{loop: loop, wake: r, signal: w, closed: make(chan struct{})}
	refused := func() (*loopCalls, error) {
		_, _ = r.Close(), w.Close() // they hold nothing
		return nil, virt.Errorf(virt.FromEvent, virt.ErrInternalError, "the event loop takes no more handles or timeouts")
	}
	l.freed.Add(2)
	if l.timer = loop.AddTimeout(-1, l.timeout, l.freed.Done); l.timer < 0 {
		return refused()
	}
	l.watch = loop.AddHandle(int(r.Fd()), virt.EventHandleReadable, l.woken, l.freed.Done)
	if l.watch < 0 {
		_ = loop.RemoveTimeout(l.timer)
		return refused()
	}
	return l, nil
}

// run has the loop call f, and returns when it has. It reports whether it did:
// not after the end of ctx or of the session.
func (l *loopCalls) run(ctx context.Context, f func()) bool {
	call := &loopCall{f: f, gaveUp: ctx.Done(), done: make(chan struct{})}
	if !l.push(call) {
		return false
	}
	select {
	case <-call.done:
		return true
	case <-ctx.Done():
	case <-l.closed:
	}
	return false
}

func (l *loopCalls) push(call *loopCall) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	l.queue = append(l.queue, call)
	if !l.pending {
		l.pending = true
		_, _ = l.signal.Write([]byte{0}) // never more than this one, so it does not block
	}
	return true
}

// woken is called by the loop when there are callbacks. It leaves them to the
// timeout, so that they do not run while the loop goes through its handles.
func (l *loopCalls) woken(_, _ int, events virt.EventHandleType) {
	if events&virt.EventHandleReadable != 0 && l.takeSignal() {
		l.loop.UpdateTimeout(l.timer, 0)
	}
}

// takeSignal reads the byte from the pipe, if there is one.
func (l *loopCalls) takeSignal() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over || !l.pending {
		return false
	}
	l.pending = false
	_, _ = l.wake.Read(make([]byte, 1)) // it is there
	return true
}

// timeout is called by the loop after woken.
func (l *loopCalls) timeout(timer int) {
	l.loop.UpdateTimeout(timer, -1)
	for _, call := range l.take() {
		select {
		case <-call.gaveUp:
		default:
			call.f()
		}
		close(call.done)
	}
}

func (l *loopCalls) take() []*loopCall {
	l.mu.Lock()
	defer l.mu.Unlock()
	q := l.queue
	l.queue = nil
	if l.over {
		return nil
	}
	return q
}

// close takes the handle and the timeout from the loop. The descriptor is open
// until the loop has let go of it.
func (l *loopCalls) close() {
	l.mu.Lock()
	over := l.over
	l.over = true
	l.mu.Unlock()
	if over {
		return
	}
	close(l.closed)
	_ = l.loop.RemoveHandle(l.watch) // it is the loop's own number
	_ = l.loop.RemoveTimeout(l.timer)
	go func() {
		l.freed.Wait()
		_, _ = l.wake.Close(), l.signal.Close() // they hold nothing
	}()
}
