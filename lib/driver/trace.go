package driver

import (
	"context"
	"sync"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// Tracer sees the calls of one session and counts its round trips. It is safe
// for concurrent use.
type Tracer struct {
	report func(TracedCall)

	mu    sync.Mutex
	trips int // length of the longest chain of calls that waited for one another
	calls int
}

// TracedCall is one call, as reported when it has ended.
type TracedCall struct {
	Proc           *protocol.Proc
	Start          time.Time
	Duration       time.Duration
	Sent, Received int // bytes on the wire with their headers; 0 in process
	Trip           int // 1 for the calls that waited for no other, 2 for those after one of these, …
	Err            error
}

// NewTracer returns a tracer that calls report, which may be nil, at the end of
// each call, never two at once.
func NewTracer(report func(TracedCall)) *Tracer { return &Tracer{report: report} }

// RoundTrips returns how many times, one after the other, the session had to
// wait for the host. Calls that were in flight together count once.
func (t *Tracer) RoundTrips() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.trips
}

// Calls returns the number of calls that have ended.
func (t *Tracer) Calls() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.calls
}

// begin returns the trip that a call starting now belongs to.
func (t *Tracer) begin() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.trips + 1
}

func (t *Tracer) end(c TracedCall) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.calls++
	t.trips = max(t.trips, c.Trip)
	if t.report != nil {
		t.report(c)
	}
}

// Trace wraps c so that t sees its calls. A nil t returns c as it is.
func Trace(c Conn, t *Tracer) Conn {
	if t == nil {
		return c
	}
	return &traced{Conn: c, t: t}
}

type traced struct {
	Conn
	t *Tracer
}

func (c *traced) around(r *protocol.Request, do func() error) error {
	trip, start := c.t.begin(), time.Now()
	r.Trip = 0
	err := do()
	if r.Trip > 0 { // on a wire: it may have waited for others before it was sent
		trip = r.Trip
	}
	c.t.end(TracedCall{Proc: r.Proc, Start: start, Duration: time.Since(start),
		Sent: r.Sent, Received: r.Received, Trip: trip, Err: err})
	return err
}

func (c *traced) Invoke(ctx context.Context, r *protocol.Request) error {
	return c.around(r, func() error { return c.Conn.Invoke(ctx, r) })
}

func (c *traced) Stream(ctx context.Context, r *protocol.Request) (st Stream, err error) {
	err = c.around(r, func() error { st, err = c.Conn.Stream(ctx, r); return err })
	return st, err
}

func (c *traced) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (stop Stop, err error) {
	err = c.around(r, func() error { stop, err = c.Conn.Subscribe(ctx, r, sink); return err })
	return stop, err
}
