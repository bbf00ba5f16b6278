package domain

import (
	"context"
	"fmt"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// A job is a long call on a domain that the host carries out as a job: it can
// tell how far that is, and give it up.
type job struct {
	session *vsh.Session
	dom     *libvirt.Domain
	label   string // before the progress: "Save"
	verbose bool   // show the progress
}

// jobInterval is how often a job is asked how far it is.
const jobInterval = 500 * time.Millisecond

// run makes the call and waits for its end. Meanwhile it shows the progress, on
// the session's error output, and when ctx ends it asks the host to give the job
// up; the call then fails, and its error is returned. The call goes on when the
// host refuses that, which is told: nobody waits for it any more.
func (j *job) run(ctx context.Context, call func(context.Context) error) error {
	var ticks <-chan time.Time
	if j.verbose && !j.session.Format.Machine() {
		ticker := time.NewTicker(jobInterval)
		defer ticker.Stop()
		ticks = ticker.C
	}
	lasting := context.WithoutCancel(ctx) // the job is ended by the host, or not at all
	ended := make(chan error, 1)
	go func() { ended <- call(lasting) }()
	asking, stopAsking := context.WithCancel(lasting)
	defer stopAsking()
	interrupted := ctx.Done()
	refused := make(chan error, 1)
	for {
		select {
		case err := <-ended:
			if err == nil && ticks != nil {
				j.show(100)
			}
			return err
		case <-ticks:
			j.progress(ctx)
		case <-interrupted:
			interrupted = nil // once is enough
			go func() {
				if err := j.dom.AbortJob(asking); err != nil {
					refused <- err
				}
			}()
		case err := <-refused:
			select {
			case err := <-ended: // which is why there was no job to give up
				return err
			default:
			}
			j.session.Report(vsh.Wrapf(err, "Failed to abort the job of domain '%s', which goes on", j.dom.Name()))
			return ctx.Err()
		}
	}
}

// progress shows how far the job is, if the host can tell.
func (j *job) progress(ctx context.Context) {
	info, err := j.dom.JobInfo(ctx)
	if err != nil || info.DataTotal == 0 {
		return
	}
	j.show(jobPercent(info.DataTotal, info.DataRemaining))
}

// jobPercent returns how much of total is done when remaining is left. As long as
// anything is, that is never 100, whatever rounding says.
func jobPercent(total, remaining uint64) int {
	switch {
	case remaining == 0:
		return 100
	case remaining >= total: // the guest makes more of it meanwhile
		return 0
	}
	return min(int(float64(total-remaining)/float64(total)*100), 99)
}

// show shows the progress over the one that was shown before.
func (j *job) show(percent int) {
	fmt.Fprintf(j.session.Err, "\r%s: [%3d %%]", j.label, percent)
}
