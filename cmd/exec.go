package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// An executor runs commands in a session and shows what comes of them.
type executor struct {
	session    *vsh.Session
	out        *output
	stderr     io.Writer
	report     func(error)
	trace      *tracing
	interrupts interrupts
	failFast   bool      // no command runs after one that failed
	current    *vsh.Call // the command that runs; nil before the first
	raw        bool      // the output of the command is bytes of someone else's
}

// outcome is what a line of commands came to.
type outcome struct {
	status int  // of the last command that ran
	quit   bool // nothing more is wanted
}

// line runs a line of commands, none of them unless all can be parsed.
func (e *executor) line(ctx context.Context, text string) outcome {
	e.session.Debugf(vsh.LevelInfo, "commands: \"%s\"", text)
	calls, err := vsh.ParseLine(e.session.Catalog.Lookup, text)
	if err != nil {
		e.report(err)
		return outcome{status: statusFailed}
	}
	return e.run(ctx, calls)
}

// run runs the calls one after the other; failed ones do not stop the rest.
func (e *executor) run(ctx context.Context, calls []*vsh.Call) outcome {
	for _, call := range calls {
		for _, line := range call.Args.Trace() {
			e.session.Debugf(vsh.LevelInfo, "%s", line)
		}
	}
	var o outcome
	for _, call := range calls {
		if o = e.call(ctx, call); e.ends(o) {
			break
		}
	}
	return o
}

// ends reports whether nothing runs after o.
func (e *executor) ends(o outcome) bool {
	return o.quit || o.status == statusInterrupted || e.failFast && o.status != statusOK
}

// call runs one command with its own options in force, and shows its result or
// error.
func (e *executor) call(ctx context.Context, call *vsh.Call) outcome {
	s := e.session
	e.current = call
	before := s.Options
	// The others may be changed for good by the command: connect does that.
	defer func() {
		s.Format, s.Columns, s.Sort, s.Color = before.Format, before.Columns, before.Sort, before.Color
		s.Timeout, s.Trace = before.Timeout, before.Trace
		e.trace.set(s.Trace)
	}()
	for _, o := range call.Overrides {
		if err := override(&s.Options, o.Name, o.Value); err != nil {
			e.report(err)
			return outcome{status: statusFailed}
		}
	}
	e.trace.set(s.Trace)
	for _, note := range call.Args.Notes() {
		s.Errorf("%s", note)
	}
	start := s.Now()
	ctx, interrupted := e.interrupts.context(ctx)
	e.raw = false
	err := call.Execute(ctx, programName, func(ctx context.Context) error { return e.work(ctx, call) })
	stopped := interrupted()
	if errors.Is(err, vsh.ErrQuit) {
		return outcome{quit: true}
	}
	if err != nil || s.Interactive {
		s.CheckConn(ctx)
	}
	o := outcome{status: statusOK}
	switch {
	case err != nil && stopped && !errors.Is(err, vsh.ErrEnded):
		if !errors.Is(err, context.Canceled) { // else the user knows
			e.report(err)
		}
		o.status = statusInterrupted
	case err != nil:
		e.report(err)
		o.status = statusFailed
	}
	e.trace.summary()
	e.finish(s.Now().Sub(start))
	if err := e.out.failure(); err != nil {
		e.report(err)
		return outcome{status: statusFailed, quit: true}
	}
	return o
}

// about returns what an error of the current command is about: the object that
// the user named, and the URI of the host. Either may be unknown.
func (e *executor) about() (object *format.Ref, uri string) {
	if e.current != nil {
		object = e.current.Args.Object()
	}
	uri = e.session.URI
	if conn := e.session.Connected(); conn != nil {
		ctx, cancel := context.WithTimeout(context.Background(), closeTime)
		defer cancel()
		if known, err := conn.URI(ctx); err == nil {
			uri = known
		}
	}
	return object, uri
}

// work is the command itself.
func (e *executor) work(ctx context.Context, call *vsh.Call) error {
	s := e.session
	if !call.Spec.NoConnect {
		if _, err := s.Conn(ctx); err != nil {
			return err
		}
	}
	result, err := call.Spec.Run(ctx, s, call.Args)
	if result == nil {
		return err
	}
	if r, ok := result.(format.Raw); ok {
		e.raw = !s.Format.Machine() && r.Raw(s.Printer())
	}
	shown := format.Write(ctx, e.out, s.Format, result, s.Printer())
	if e.out.err != nil {
		shown = nil // it is told by who looks at the output
	}
	return vsh.Both(shown, err)
}

// finish prints what stands after each command: an empty line, or the time it
// took. Documents and raw bytes are left alone.
func (e *executor) finish(took time.Duration) {
	s := e.session
	switch ms := float64(took) / float64(time.Millisecond); {
	case s.Timing && (e.raw || s.Format.Machine()):
		fmt.Fprintf(e.stderr, "(Time: %.3f ms)\n", ms)
	case s.Timing:
		fmt.Fprintf(e.out, "\n(Time: %.3f ms)\n\n", ms)
	case !s.Quiet && !e.raw && !s.Format.Machine():
		fmt.Fprintln(e.out)
	}
}
