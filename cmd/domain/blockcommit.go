package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func blockcommitSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "blockcommit", Help: "merge upper images of a disk into a lower one",
		Description: "Move what a disk of a running domain has in the images from --top down to above --base into the base. " +
			"From the topmost image, with --active, it takes two phases: once both are the same they are kept so until " +
			"--pivot or --keep-overlay, or blockjob, ends it.",
		Examples: []string{"blockcommit web vda --active --pivot --wait"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringArg("path", "the disk: its target, or the path of its image", "domain-disks"),
			bandwidthOpt(),
			vsh.StringOpt("base", "path of the image to move into, instead of the lowest", "domain-disk-chains").Loose(),
			vsh.BoolOpt("shallow", "move into the image just below the top"),
			vsh.StringOpt("top", "path of the image to move from, instead of the topmost", "domain-disk-chains").Loose(),
			vsh.BoolOpt("active", "move from the topmost image too"),
			vsh.BoolOpt("delete", "delete the images that are needed no more"),
			vsh.BoolOpt("wait", "wait until it is done, or with --active in its second phase"),
			vsh.BoolOpt("verbose", "show the progress while waiting"),
			vsh.IntOpt("timeout", "wait, and give up after so many seconds", "seconds").Loose(),
			vsh.BoolOpt("pivot", "commit the topmost image, wait, and go on with the base"),
			vsh.BoolOpt("keep-overlay", "commit the topmost image, wait, and go on with it"),
			vsh.BoolOpt("async", "do not wait for the end of what is given up"),
			vsh.BoolOpt("keep-relative", "keep the paths of backing images relative"),
			bytesOpt(),
		},
		Run: runBlockcommit,
	}
}

// commit is what the options of blockcommit say.
type commit struct {
	disk, base, top string
	bandwidth       uint64
	flags           virt.DomainBlockCommitFlags
}

func commitOf(a *vsh.Args) (c commit, err error) {
	if c.disk, err = a.String("path"); err != nil {
		return c, err
	}
	if c.base, err = a.String("base"); err != nil {
		return c, err
	}
	if c.top, err = a.String("top"); err != nil {
		return c, err
	}
	var bytes bool
	if c.bandwidth, bytes, err = bandwidth(a); err != nil {
		return c, err
	}
	c.flags = vsh.FlagMap[virt.DomainBlockCommitFlags]{
		"shallow":       virt.DomainBlockCommitShallow,
		"delete":        virt.DomainBlockCommitDelete,
		"active":        virt.DomainBlockCommitActive,
		"pivot":         virt.DomainBlockCommitActive,
		"keep-overlay":  virt.DomainBlockCommitActive,
		"keep-relative": virt.DomainBlockCommitRelative,
	}.Of(a)
	if bytes {
		c.flags |= virt.DomainBlockCommitBandwidthBytes
	}
	return c, nil
}

func (c *commit) start(ctx context.Context, dom *libvirt.Domain) error {
	return dom.BlockCommit(ctx, c.disk, c.base, c.top, c.bandwidth, c.flags)
}

func (c *commit) active() bool { return c.flags&virt.DomainBlockCommitActive != 0 }

func runBlockcommit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "pivot", "keep-overlay"); err != nil {
		return nil, err
	}
	c, err := commitOf(a)
	if err != nil {
		return nil, err
	}
	if _, err := a.Seconds("timeout"); err != nil {
		return nil, err
	}
	waits, err := waitsForBlockJob(a, "pivot", "keep-overlay")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if !waits {
		if err := c.start(ctx, dom); err != nil {
			return nil, err
		}
		if c.active() {
			return blockJobDone("started", dom, c.disk, "Active Block Commit started"), nil
		}
		return blockJobDone("started", dom, c.disk, "Block Commit started"), nil
	}
	w, err := blockJobWaitOf(s, a, dom, c.disk, "Block commit")
	if err != nil {
		return nil, err
	}
	status, err := w.run(ctx, func() error { return c.start(ctx, dom) })
	if err != nil {
		return nil, err
	}
	if result, err := w.outcome(status, "Commit"); err != nil {
		return result, err
	}
	switch {
	case a.Bool("pivot"):
		return w.pivot(ctx)
	case a.Bool("keep-overlay"):
		return w.finish(ctx, "\nCommit complete, overlay image kept")
	case c.active():
		return blockJobDone("synchronized", dom, c.disk, "\nNow in synchronized phase"), nil
	}
	return blockJobDone("committed", dom, c.disk, "\nCommit complete"), nil
}

// waitsForBlockJob reports whether the options ask to wait for a job in two phases:
// --wait, --timeout, or one of the named ones, which say how it ends. It is an error
// if they do not, and there are options about the waiting.
func waitsForBlockJob(a *vsh.Args, ends ...string) (bool, error) {
	if vsh.Count(a, append(ends, "wait", "timeout")...) > 0 {
		return true, nil
	}
	for _, name := range []string{"verbose", "async"} {
		if a.Bool(name) {
			return false, vsh.Failf("--%s requires at least one of --timeout, --wait, --%s, or --%s", name, ends[0], ends[1])
		}
	}
	return false, nil
}

// pivot ends a job in its second phase: the domain goes on with the other image.
func (w *blockJobWait) pivot(ctx context.Context) (format.Result, error) {
	pivot := *w
	pivot.async = false // whether it worked is not known before it has ended
	if err := pivot.end(ctx, "pivot", virt.DomainBlockJobAbortPivot); err != nil {
		return nil, err
	}
	return blockJobDone("pivoted", w.dom, w.disk, "\nSuccessfully pivoted"), nil
}

// finish ends a job in its second phase: the domain goes on with the image it has.
func (w *blockJobWait) finish(ctx context.Context, text string) (format.Result, error) {
	if err := w.end(ctx, "finish", 0); err != nil {
		return nil, err
	}
	return blockJobDone("finished", w.dom, w.disk, text), nil
}
