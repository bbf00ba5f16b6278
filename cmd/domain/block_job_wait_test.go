package domain

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// blockJobHost is a host with a job on the disk vda.
type blockJobHost struct {
	mux  *driver.Mux
	info protocol.DomainGetBlockJobInfoReply // until ends
	ends time.Time

	mu      sync.Mutex // guards sinks
	sinks   []func(protocol.Event)
	aborted []uint32 // flags
}

// newBlockJobHost returns a host whose job runs for a time from its start. Without
// events it tells nothing of its end.
func newBlockJobHost(takes time.Duration, events bool) *blockJobHost {
	h := &blockJobHost{mux: driver.NewMux(), info: protocol.DomainGetBlockJobInfoReply{Found: 1, Type: int32(virt.DomainBlockJobTypePull), Cur: 1, End: 4}}
	if events {
		h.mux.HandleEvents(&protocol.ConnectDomainEventCallbackRegisterAny.Proc, func(_ context.Context, _ *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
			h.mu.Lock()
			defer h.mu.Unlock()
			h.sinks = append(h.sinks, sink)
			return func(context.Context) error { return nil }, nil
		})
	}
	driver.Handle(h.mux, &protocol.DomainGetBlockJobInfo, func(_ context.Context, a *protocol.DomainGetBlockJobInfoArgs) (*protocol.DomainGetBlockJobInfoReply, error) {
		if a.Path != "vda" {
			return nil, virt.Errorf(virt.FromQEMU, virt.ErrInvalidArg, "disk '%s' not found in domain", a.Path)
		}
		if !time.Now().Before(h.ends) {
			return &protocol.DomainGetBlockJobInfoReply{}, nil
		}
		r := h.info
		return &r, nil
	})
	driver.Handle(h.mux, &protocol.DomainBlockJobAbort, func(_ context.Context, a *protocol.DomainBlockJobAbortArgs) error {
		h.aborted = append(h.aborted, a.Flags)
		return nil
	})
	driver.Handle(h.mux, &protocol.DomainBlockPull, func(context.Context, *protocol.DomainBlockPullArgs) error {
		h.ends = time.Now().Add(takes)
		return nil
	})
	return h
}

// tell sends an event to all who registered, about a disk of domain vm.
func (h *blockJobHost) tell(disk string, status virt.ConnectDomainEventBlockJobStatus) {
	h.mu.Lock()
	sinks := slices.Clone(h.sinks)
	h.mu.Unlock()
	for _, sink := range sinks {
		sink(protocol.DomainEventBlockJob2.Event(&protocol.DomainEventBlockJob2Msg{
			Dom: protocol.Domain{Name: "vm", ID: 1}, Dst: disk, Type: int32(virt.DomainBlockJobTypePull), Status: int32(status),
		}))
	}
}

// TestBlockJobWait: a job is over when the host says so, or has forgotten it; it is
// given up when the time is over.
func TestBlockJobWait(t *testing.T) {
	const status100, third = "\rPull: [100 %]", "\rPull: [ 25 %]"
	for _, c := range []struct {
		name     string
		takes    time.Duration
		silent   bool // the host has no events
		event    virt.ConnectDomainEventBlockJobStatus
		eventAt  time.Duration // 0: none
		copying  bool          // a job with two phases, in the second one
		timeout  time.Duration
		async    bool
		disk     string // if not vda
		want     virt.ConnectDomainEventBlockJobStatus
		wantErr  string
		after    time.Duration
		aborted  int // flags + 1; 0: not
		progress string
	}{
		{name: "completed", takes: time.Hour, event: virt.DomainBlockJobCompleted, eventAt: 1200 * time.Millisecond,
			want: virt.DomainBlockJobCompleted, after: 1200 * time.Millisecond, progress: third + third + third + status100},
		{name: "failed", takes: time.Hour, event: virt.DomainBlockJobFailed, eventAt: 100 * time.Millisecond,
			want: virt.DomainBlockJobFailed, after: 100 * time.Millisecond, progress: third},
		{name: "ready", takes: time.Hour, event: virt.DomainBlockJobReady, eventAt: 100 * time.Millisecond,
			want: virt.DomainBlockJobReady, after: 100 * time.Millisecond, progress: third + status100},
		{name: "forgotten without a word", takes: 700 * time.Millisecond,
			want: virt.DomainBlockJobCompleted, after: 3500 * time.Millisecond, progress: third + third + status100},
		{name: "host without events", silent: true, takes: 700 * time.Millisecond,
			want: virt.DomainBlockJobCompleted, after: time.Second, progress: third + third + status100},
		{name: "host without events, second phase", silent: true, takes: time.Hour, copying: true,
			want: virt.DomainBlockJobReady, progress: status100},
		{name: "time is over", takes: time.Hour, timeout: 600 * time.Millisecond,
			want: virt.DomainBlockJobCanceled, after: 600 * time.Millisecond, aborted: 1, progress: third + third},
		{name: "time is over, async", takes: time.Hour, timeout: 600 * time.Millisecond, async: true,
			want: virt.DomainBlockJobCanceled, after: 600 * time.Millisecond, aborted: 2, progress: third + third},
		{name: "unknown disk", takes: time.Hour, disk: "vdz",
			wantErr: "failed to query job for disk vdz|invalid argument: disk 'vdz' not found in domain"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newBlockJobHost(c.takes, !c.silent)
				if c.copying {
					h.info.Type, h.info.Cur = int32(virt.DomainBlockJobTypeCopy), h.info.End
				}
				if c.eventAt > 0 {
					time.AfterFunc(c.eventAt, func() {
						h.tell("vdb", virt.DomainBlockJobFailed) // of another disk
						h.tell("vda", c.event)
					})
				}
				var progress bytes.Buffer
				disk := "vda"
				if c.disk != "" {
					disk = c.disk
				}
				dom := fakeDomain(t, h.mux)
				w := &blockJobWait{dom: dom, disk: disk, progress: &progress, label: "Pull", timeout: c.timeout, async: c.async}
				began := time.Now()
				got, err := w.run(t.Context(), func() error { return dom.BlockPull(t.Context(), "vda", 0, 0) })
				if text := strings.Join(vsh.ErrorLines(err), "|"); text != c.wantErr || got != c.want {
					t.Errorf("got %v and %q, want %v and %q", got, text, c.want, c.wantErr)
				}
				if took := time.Since(began); took != c.after {
					t.Errorf("took %v, want %v", took, c.after)
				}
				if progress.String() != c.progress {
					t.Errorf("progress %q, want %q", progress.String(), c.progress)
				}
				if c.aborted == 0 && h.aborted != nil || c.aborted > 0 && (len(h.aborted) != 1 || h.aborted[0] != uint32(c.aborted-1)) {
					t.Errorf("aborted with %v", h.aborted)
				}
			})
		})
	}
}

// TestBlockJobInterrupted: the end of the context gives the job up, on a session
// that still works.
func TestBlockJobInterrupted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newBlockJobHost(time.Hour, true)
		dom := fakeDomain(t, h.mux)
		ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
		defer cancel()
		w := &blockJobWait{dom: dom, disk: "vda"}
		got, err := w.run(ctx, func() error { return dom.BlockPull(ctx, "vda", 0, 0) })
		if err != nil || got != virt.DomainBlockJobCanceled || len(h.aborted) != 1 {
			t.Errorf("got %v, %v, aborted with %v", got, err, h.aborted)
		}
	})
}

// TestBlockJobNotStarted: a job that the host refuses is not waited for.
func TestBlockJobNotStarted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newBlockJobHost(time.Hour, true)
		refused := errors.New("refused")
		w := &blockJobWait{dom: fakeDomain(t, h.mux), disk: "vda"}
		if _, err := w.run(t.Context(), func() error { return refused }); !errors.Is(err, refused) {
			t.Errorf("got %v", err)
		}
	})
}
