package domain

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// jobCase is what a job is seen to do.
type jobCase struct {
	name    string
	takes   time.Duration // how long the job runs on
	ends    error         // how it ends then
	verbose bool
	format  format.Format
	stop    time.Duration // when the user gives up; 0 for never
	noAbort error         // what the host says to that

	abortTakes time.Duration // until it says that
	noInfo     bool          // the host cannot tell how far it is
	err        error
	progress   string
	reported   string
	aborts     int
	ended      time.Duration // when run returned
}

// TestJob looks at what a job shows, and at what comes of a Ctrl-C. The job of the
// host is done by 30 of 100 at the first question and by 20 more at each further one.
func TestJob(t *testing.T) {
	full := errors.New("no space")
	aborted := virt.Errorf(virt.FromQEMU, virt.ErrOperationAborted, "by client")
	refusal := virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "not now")
	const ms = time.Millisecond
	for _, c := range []jobCase{
		{name: "at once", verbose: true, progress: "Save: [100 %]"},
		{name: "quiet", takes: 1300 * ms, ended: 1300 * ms},
		{name: "progress", takes: 1300 * ms, verbose: true, ended: 1300 * ms, progress: "Save: [ 30 %] Save: [ 50 %] Save: [100 %]"},
		{name: "document", takes: 1300 * ms, verbose: true, format: format.FormatJSON, ended: 1300 * ms},
		{name: "unknown progress", takes: 1300 * ms, verbose: true, noInfo: true, ended: 1300 * ms, progress: "Save: [100 %]"},
		{name: "fails", takes: 700 * ms, verbose: true, ends: full, err: full, ended: 700 * ms, progress: "Save: [ 30 %]"},
		{name: "given up", takes: time.Hour, stop: 700 * ms, err: aborted, aborts: 1, ended: 700 * ms},
		{name: "given up too late", takes: 700 * ms, stop: 600 * ms, abortTakes: 200 * ms, noAbort: refusal, aborts: 1, ended: 700 * ms},
		{name: "cannot be given up", takes: time.Hour, stop: 700 * ms, noAbort: refusal, err: context.Canceled, aborts: 1, ended: 700 * ms,
			reported: "Failed to abort the job of domain 'vm', which goes on\nRequested operation is not valid: not now"},
	} {
		t.Run(c.name, func(t *testing.T) { synctest.Test(t, func(t *testing.T) { c.check(t, aborted) }) })
	}
}

func (c *jobCase) check(t *testing.T, aborted error) {
	stopped := make(chan struct{})
	aborts := 0
	mux := driver.NewMux()
	done := uint64(10)
	driver.Handle(mux, &protocol.DomainGetJobInfo, func(context.Context, *protocol.DomainGetJobInfoArgs) (*protocol.DomainGetJobInfoReply, error) {
		if c.noInfo {
			return nil, virt.Errorf(virt.FromTest, virt.ErrNoSupport, "virDomainGetJobInfo")
		}
		done += 20
		return &protocol.DomainGetJobInfoReply{DataTotal: 100, DataRemaining: 100 - done}, nil
	})
	driver.Handle(mux, &protocol.DomainAbortJob, func(ctx context.Context, _ *protocol.DomainAbortJobArgs) error {
		aborts++
		select {
		case <-time.After(c.abortTakes):
		case <-ctx.Done():
			return ctx.Err()
		}
		if c.noAbort == nil {
			close(stopped)
		}
		return c.noAbort
	})
	dom := fakeDomain(t, mux)
	var stderr bytes.Buffer
	var reported []string
	s := &vsh.Session{Err: &stderr, Report: func(err error) { reported = append(reported, vsh.ErrorLines(err)...) }}
	s.Format = c.format
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	if c.stop > 0 {
		time.AfterFunc(c.stop, cancel)
	}
	over := make(chan struct{}) // the host's job goes on when nobody waits any more
	defer close(over)
	j := &job{session: s, dom: dom, label: "Save", verbose: c.verbose}
	began := time.Now()
	err := j.run(ctx, func(ctx context.Context) error {
		select {
		case <-time.After(c.takes):
			return c.ends
		case <-stopped:
			return aborted
		case <-ctx.Done():
			return fmt.Errorf("the call was given up: %w", ctx.Err())
		case <-over:
			return nil
		}
	})
	if !errors.Is(err, c.err) {
		t.Errorf("error %v, want %v", err, c.err)
	}
	if took := time.Since(began); took != c.ended {
		t.Errorf("took %v, want %v", took, c.ended)
	}
	if got := strings.TrimSpace(strings.ReplaceAll(stderr.String(), "\r", " ")); got != c.progress {
		t.Errorf("progress %q, want %q", got, c.progress)
	}
	if got := strings.Join(reported, "\n"); got != c.reported {
		t.Errorf("reported %q, want %q", got, c.reported)
	}
	if aborts != c.aborts {
		t.Errorf("%d requests to give up, want %d", aborts, c.aborts)
	}
}

func TestJobPercent(t *testing.T) {
	for _, c := range []struct {
		total, remaining uint64
		want             int
	}{
		{100, 100, 0}, {100, 30, 70}, {100, 0, 100}, {1000, 1, 99}, {1000, 999, 0},
		{1 << 63, 1, 99}, {100, 250, 0},
	} {
		if got := jobPercent(c.total, c.remaining); got != c.want {
			t.Errorf("%d of %d left: %d %%, want %d", c.remaining, c.total, got, c.want)
		}
	}
}
