package libvirt_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// selectLoop is an application's loop: it turns once with each call of turn,
// which waits for a handle unless a timeout is due.
type selectLoop struct {
	refuse bool // takes no more handles

	mu       sync.Mutex
	next     int
	handles  map[int]loopHandle
	timeouts map[int]*loopTimeout
	frees    []func()
	freed    int
	inLoop   bool
}

type loopHandle struct {
	fd   int
	f    func(watch, fd int, events virt.EventHandleType)
	free func()
}

type loopTimeout struct {
	interval int
	f        func(timer int)
	free     func()
}

func newSelectLoop() *selectLoop {
	return &selectLoop{handles: map[int]loopHandle{}, timeouts: map[int]*loopTimeout{}}
}

func (l *selectLoop) AddHandle(fd int, _ virt.EventHandleType, f func(watch, fd int, events virt.EventHandleType), free func()) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refuse {
		return -1
	}
	l.next++
	l.handles[l.next] = loopHandle{fd, f, free}
	return l.next
}

func (l *selectLoop) UpdateHandle(int, virt.EventHandleType) {}

func (l *selectLoop) RemoveHandle(watch int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	h, ok := l.handles[watch]
	if !ok {
		return errors.New("no such handle")
	}
	delete(l.handles, watch)
	l.frees = append(l.frees, h.free)
	return nil
}

func (l *selectLoop) AddTimeout(interval int, f func(timer int), free func()) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.next++
	l.timeouts[l.next] = &loopTimeout{interval, f, free}
	return l.next
}

func (l *selectLoop) UpdateTimeout(timer, interval int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if t := l.timeouts[timer]; t != nil {
		t.interval = interval
	}
}

func (l *selectLoop) RemoveTimeout(timer int) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	t, ok := l.timeouts[timer]
	if !ok {
		return errors.New("no such timeout")
	}
	delete(l.timeouts, timer)
	l.frees = append(l.frees, t.free)
	return nil
}

// turn waits for the handles, and calls back whoever is due.
func (l *selectLoop) turn(t *testing.T) {
	t.Helper()
	var calls []func()
	var set syscall.FdSet
	top := 0
	l.mu.Lock()
	for watch, h := range l.handles {
		set.Bits[h.fd/64] |= 1 << (h.fd % 64)
		top = max(top, h.fd)
		calls = append(calls, func() {
			if set.Bits[h.fd/64]&(1<<(h.fd%64)) != 0 {
				h.f(watch, h.fd, virt.EventHandleReadable)
			}
		})
	}
	l.mu.Unlock()
	if top > 0 {
		if _, err := syscall.Select(top+1, &set, nil, nil, nil); err != nil && !errors.Is(err, syscall.EINTR) {
			t.Fatal(err)
		}
	}
	l.call(calls)
	l.mu.Lock()
	calls, l.frees = l.frees, nil
	l.freed += len(calls)
	for timer, t := range l.timeouts {
		if t.interval == 0 {
			calls = append(calls, func() { t.f(timer) })
		}
	}
	l.mu.Unlock()
	l.call(calls)
}

func (l *selectLoop) call(calls []func()) {
	l.setInLoop(true)
	defer l.setInLoop(false)
	for _, f := range calls {
		f()
	}
}

func (l *selectLoop) setInLoop(in bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.inLoop = in
}

func (l *selectLoop) state() (handles, timeouts, freed int, inLoop bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.handles), len(l.timeouts), l.freed, l.inLoop
}

// TestEventLoop: events are told on the application's loop, in order, to all
// that listen; what was added to the loop is removed and freed.
func TestEventLoop(t *testing.T) {
	loop := newSelectLoop()
	libvirt.RegisterEventLoop(loop)
	defer libvirt.RegisterEventLoop(nil)
	conn := dial(t, "test:///default")
	libvirt.RegisterEventLoop(nil)
	handles, timeouts, _, _ := loop.state()
	want(t, "handles", handles, 1)
	want(t, "timeouts", timeouts, 1)

	var got []string
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	for _, who := range []string{"a", "b"} {
		if err := conn.HandleDomainEvents(ctx, func(ev libvirt.DomainEvent) {
			if _, _, _, inLoop := loop.state(); !inLoop {
				t.Error("called back outside of the loop")
			}
			got = append(got, who+" "+ev.Type.String())
		}); err != nil {
			t.Fatal(err)
		}
	}
	d, err := conn.LookupDomainByName(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Suspend(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := d.Resume(t.Context()); err != nil {
		t.Fatal(err)
	}
	for len(got) < 4 {
		loop.turn(t)
	}
	for _, who := range []string{"a", "b"} {
		its := slices.DeleteFunc(slices.Clone(got), func(s string) bool { return !strings.HasPrefix(s, who) })
		want(t, "events", strings.Join(its, ", "), who+" suspended, "+who+" resumed")
	}

	for range 2 {
		if err := conn.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	loop.turn(t)
	handles, timeouts, freed, _ := loop.state()
	want(t, "handles at the end", handles, 0)
	want(t, "timeouts at the end", timeouts, 0)
	want(t, "freed", freed, 2)
}

// TestEventLoopNotTurning: a callback that nobody runs holds up neither the end
// of its context nor that of the session.
func TestEventLoopNotTurning(t *testing.T) {
	loop := newSelectLoop()
	libvirt.RegisterEventLoop(loop)
	defer libvirt.RegisterEventLoop(nil)
	conn := dial(t, "test:///default")
	ctx, cancel := context.WithCancel(t.Context())
	var calls int
	if err := conn.HandleDomainEvents(ctx, func(libvirt.DomainEvent) { calls++ }); err != nil {
		t.Fatal(err)
	}
	d, err := conn.LookupDomainByName(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Suspend(t.Context()); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := conn.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	loop.turn(t)
	want(t, "calls", calls, 0)
}

func TestEventLoopThatRefuses(t *testing.T) {
	loop := newSelectLoop()
	loop.refuse = true
	libvirt.RegisterEventLoop(loop)
	defer libvirt.RegisterEventLoop(nil)
	_, err := libvirt.Open(t.Context(), "test:///default", libvirt.ErrorFunc(func(*virt.Error) {}))
	if !errors.Is(err, virt.ErrInternalError) {
		t.Errorf("error %v", err)
	}
	_, timeouts, _, _ := loop.state()
	want(t, "timeouts", timeouts, 0)
}

// TestHandleDomainEventsWithoutALoop: a goroutine calls back.
func TestHandleDomainEventsWithoutALoop(t *testing.T) {
	conn := dial(t, "test:///default")
	got := make(chan virt.DomainEventType)
	if err := conn.HandleDomainEvents(t.Context(), func(ev libvirt.DomainEvent) { got <- ev.Type }); err != nil {
		t.Fatal(err)
	}
	d, err := conn.LookupDomainByName(t.Context(), "test")
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Suspend(t.Context()); err != nil {
		t.Fatal(err)
	}
	want(t, "event", <-got, virt.DomainEventSuspended)
}
