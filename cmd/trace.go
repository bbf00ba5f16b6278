package cmd

import (
	"fmt"
	"io"
	"sync/atomic"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
)

// tracing shows the calls to the host for --trace. A nil tracing shows nothing.
type tracing struct {
	tracer *driver.Tracer
	w      io.Writer
	// Whether calls are shown, which may change from command to command, while a
	// call that a command left behind goes on.
	on atomic.Bool
	// What had happened when the last command ended.
	trips, calls int
}

func newTracing(w io.Writer) *tracing {
	t := &tracing{w: w}
	t.tracer = driver.NewTracer(t.show)
	return t
}

// set begins or ends the showing of calls.
func (t *tracing) set(on bool) {
	if t != nil {
		t.on.Store(on)
	}
}

func (t *tracing) show(c driver.TracedCall) {
	if !t.on.Load() {
		return
	}
	fmt.Fprintf(t.w, "trace: %s, %.3f ms, %d bytes sent, %d received", c.Proc.Name,
		float64(c.Duration)/float64(time.Millisecond), c.Sent, c.Received)
	if c.Err != nil {
		fmt.Fprintf(t.w, ": %s", c.Err)
	}
	fmt.Fprintln(t.w)
}

// summary shows what the command that has just ended cost.
func (t *tracing) summary() {
	if t == nil {
		return
	}
	trips, calls := t.tracer.RoundTrips(), t.tracer.Calls()
	if t.on.Load() {
		fmt.Fprintf(t.w, "trace: %d round trips, %d calls\n", trips-t.trips, calls-t.calls)
	}
	t.trips, t.calls = trips, calls
}
