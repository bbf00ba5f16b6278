package domain

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

const (
	// blockJobPoll is how often a host is asked how far a job is, as virsh does.
	blockJobPoll = 500 * time.Millisecond
	// blockJobGrace is how many times a job may be found gone before its last
	// event counts as lost.
	blockJobGrace = 5
)

// blockJobWait waits for a job on a disk.
type blockJobWait struct {
	dom      *libvirt.Domain
	disk     string // its target or path
	progress io.Writer
	label    string // of the progress; empty for none
	timeout  time.Duration
	async    bool // do not wait until a job that is given up has ended
}

// blockJobWaitOf returns the wait that the options --verbose, --timeout and --async
// describe. label is what stands before the progress.
func blockJobWaitOf(s *vsh.Session, a *vsh.Args, dom *libvirt.Domain, disk, label string) (*blockJobWait, error) {
	timeout, err := a.Seconds("timeout")
	if err != nil {
		return nil, err
	}
	w := &blockJobWait{dom: dom, disk: disk, progress: s.Err, timeout: timeout, async: a.Bool("async")}
	if a.Bool("verbose") && !s.Format.Machine() {
		w.label = label
	}
	return w, nil
}

// run starts a job and waits until it has ended, one way or the other, or is in its
// second phase. When the time is over, or ctx ends, the job is given up.
func (w *blockJobWait) run(ctx context.Context, start func() error) (virt.ConnectDomainEventBlockJobStatus, error) {
	listening, stop := context.WithCancel(ctx)
	defer stop()
	events := w.listen(listening)
	if err := start(); err != nil {
		return 0, err
	}
	status, err := w.wait(ctx, events)
	done := status == virt.DomainBlockJobCompleted || status == virt.DomainBlockJobReady
	if err == nil && done {
		w.show(0, 1)
	}
	return status, err
}

// wait is run for a job that was started.
func (w *blockJobWait) wait(ctx context.Context, events *blockJobEvents) (virt.ConnectDomainEventBlockJobStatus, error) {
	tick := time.NewTicker(blockJobPoll)
	defer tick.Stop()
	var over <-chan time.Time
	if w.timeout > 0 {
		timer := time.NewTimer(w.timeout)
		defer timer.Stop()
		over = timer.C
	}
	for gone := 0; ; {
		info, err := w.dom.BlockJobInfo(ctx, w.disk, 0)
		if ctx.Err() != nil {
			return w.abort(ctx)
		}
		if err != nil {
			return 0, vsh.Wrapf(err, "failed to query job for disk %s", w.disk)
		}
		if status, ok := events.take(); ok {
			return status, nil
		}
		if info == nil {
			if gone++; events.none() || gone > blockJobGrace {
				return virt.DomainBlockJobCompleted, nil
			}
		} else {
			if events.none() && secondPhase(info) {
				return virt.DomainBlockJobReady, nil
			}
			w.show(info.End-info.Cur, info.End)
		}
		select {
		case status := <-events.status:
			return status, nil
		case <-tick.C:
		case <-over:
			return w.abort(ctx)
		case <-ctx.Done():
			return w.abort(ctx)
		}
	}
}

// secondPhase reports whether a job that does not end by itself is as far as it gets.
func secondPhase(i *libvirt.BlockJobInfo) bool {
	return i.Cur == i.End && (i.Type == virt.DomainBlockJobTypeCopy || i.Type == virt.DomainBlockJobTypeActiveCommit)
}

// abort gives the job up, also when ctx has ended.
func (w *blockJobWait) abort(ctx context.Context) (virt.ConnectDomainEventBlockJobStatus, error) {
	return virt.DomainBlockJobCanceled, w.end(context.WithoutCancel(ctx), "abort", 0)
}

// end ends the job; verb is for the error.
func (w *blockJobWait) end(ctx context.Context, verb string, flags virt.DomainBlockJobAbortFlags) error {
	if w.async {
		flags |= virt.DomainBlockJobAbortAsync
	}
	if err := w.dom.BlockJobAbort(ctx, w.disk, flags); err != nil {
		return vsh.Wrapf(err, "failed to %s job for disk %s", verb, w.disk)
	}
	return nil
}

// show prints the progress, if it is wanted.
func (w *blockJobWait) show(remaining, total uint64) {
	if w.label != "" {
		showBlockJob(w.progress, w.label, remaining, total)
	}
}

// showBlockJob prints how far a job is, over what was printed before.
func showBlockJob(to io.Writer, label string, remaining, total uint64) {
	percent := 0
	if total > 0 {
		percent = jobPercent(total, remaining)
	}
	fmt.Fprintf(to, "\r%s: [%3d %%]", label, percent)
}

// blockJobEvents is what a host tells of one job.
type blockJobEvents struct {
	status chan virt.ConnectDomainEventBlockJobStatus // nil if the host tells nothing
}

// listen asks the host to tell when the job has ended or is in its second phase. A
// host that cannot is polled alone. The first status is kept.
func (w *blockJobWait) listen(ctx context.Context) *blockJobEvents {
	type events = <-chan libvirt.DomainBlockJobEvent
	conn := w.dom.Conn()
	byPath, pathErr := conn.BlockJobEvents(ctx)
	byTarget, targetErr := conn.BlockJob2Events(ctx)
	if pathErr != nil && targetErr != nil {
		return &blockJobEvents{}
	}
	e := &blockJobEvents{make(chan virt.ConnectDomainEventBlockJobStatus, 1)}
	for _, from := range []events{byPath, byTarget} {
		if from == nil {
			continue
		}
		go func() {
			for ev := range from {
				if ev.Domain.UUID() != w.dom.UUID() || ev.Disk != w.disk {
					continue
				}
				select {
				case e.status <- ev.Status:
				default: // the other registration tells the same
				}
			}
		}()
	}
	return e
}

// none reports whether the host tells nothing.
func (e *blockJobEvents) none() bool { return e.status == nil }

// take returns what the host has told, if it has.
func (e *blockJobEvents) take() (status virt.ConnectDomainEventBlockJobStatus, ok bool) {
	select {
	case status = <-e.status:
		return status, true
	default:
		return 0, false
	}
}

// blockJobAction is the result of a command about a job on a disk.
type blockJobAction struct {
	format.Action
	Disk string `json:"disk"`
}

// blockJobDone is format.Done for a job on a disk. What virsh prints of it has a
// newline before it and none behind, unless nobody waited for the job.
func blockJobDone(verb string, dom *libvirt.Domain, disk, text string) blockJobAction {
	return blockJobAction{format.Done(verb, ref(dom), "%s", text), disk}
}

// outcome returns the result of a job that did not do what it should: it was given
// up or failed; nil for any other status. noun is virsh's word for the job.
func (w *blockJobWait) outcome(status virt.ConnectDomainEventBlockJobStatus, noun string) (format.Result, error) {
	switch status {
	case virt.DomainBlockJobCanceled:
		return blockJobDone("aborted", w.dom, w.disk, "\n"+noun+" aborted"), vsh.ErrQuiet
	case virt.DomainBlockJobFailed:
		return blockJobDone("failed", w.dom, w.disk, "\n"+noun+" failed"), vsh.ErrQuiet
	}
	return nil, nil
}
