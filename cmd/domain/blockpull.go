package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func blockpullSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "blockpull", Help: "fill a disk from its backing images",
		Description: "Copy into a disk of a running domain what it has from its backing images, so that it needs them no more.",
		Examples:    []string{"blockpull web vda --wait --verbose"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringArg("path", "the disk: its target, or the path of its image", "domain-disks"),
			bandwidthOpt(),
			vsh.StringOpt("base", "path of the backing image to keep", "domain-disk-chains").Loose(),
			vsh.BoolOpt("wait", "wait until it is done"),
			vsh.BoolOpt("verbose", "with --wait, show the progress"),
			vsh.IntOpt("timeout", "with --wait, give up after so many seconds", "seconds").Loose(),
			vsh.BoolOpt("async", "with --wait, do not wait for the end of what is given up"),
			vsh.BoolOpt("keep-relative", "keep the paths of backing images relative"),
			bytesOpt(),
		},
		Run: runBlockpull,
	}
}

func runBlockpull(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, name := range []string{"verbose", "async"} {
		if err := vsh.Requires(a, name, "wait"); err != nil {
			return nil, err
		}
	}
	disk, err := a.String("path")
	if err != nil {
		return nil, err
	}
	start, err := blockpull(a, disk)
	if err != nil {
		return nil, err
	}
	if _, err := a.Seconds("timeout"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if !a.Bool("wait") {
		if err := start(ctx, dom); err != nil {
			return nil, err
		}
		return blockJobDone("started", dom, disk, "Block Pull started"), nil
	}
	w, err := blockJobWaitOf(s, a, dom, disk, "Block Pull")
	if err != nil {
		return nil, err
	}
	status, err := w.run(ctx, func() error { return start(ctx, dom) })
	if err != nil {
		return nil, err
	}
	if result, err := w.outcome(status, "Pull"); err != nil {
		return result, err
	}
	return blockJobDone("pulled", dom, disk, "\nPull complete"), nil
}

// blockpull returns what starts the job that the options describe.
func blockpull(a *vsh.Args, disk string) (func(context.Context, *libvirt.Domain) error, error) {
	base, err := a.String("base")
	if err != nil {
		return nil, err
	}
	limit, bytes, err := bandwidth(a)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainBlockRebaseFlags]{"keep-relative": virt.DomainBlockRebaseRelative}.Of(a)
	rebase := base != "" || flags != 0
	if bytes {
		flags |= virt.DomainBlockRebaseBandwidthBytes
	}
	return func(ctx context.Context, dom *libvirt.Domain) error {
		if rebase {
			return dom.BlockRebase(ctx, disk, base, limit, flags)
		}
		return dom.BlockPull(ctx, disk, limit, virt.DomainBlockPullFlags(flags)) // the only flag that may be left is the same in both
	}, nil
}
