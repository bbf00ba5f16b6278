package domain

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func setmemSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "setmem", Help: "change how much memory a domain has",
		Description: "Change how much memory a domain has, up to its maximum. The running domain, which is\n" +
			"meant without an option, gives memory back and takes it with its balloon driver.",
		Examples: []string{"setmem web 512M --live"},
		Opts:     memorySizeOpts("how much memory; KiB without a suffix"),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			none := virt.DomainMemCurrent
			if !a.Bool("current") {
				none = virt.DomainMemLive
			}
			return setMemory(ctx, s, a, none, func(err error) error { return err })
		},
	}
}

// memorySizeOpts are the options of the commands that set a size of memory.
func memorySizeOpts(help string) []vsh.Opt {
	return append([]vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		vsh.AliasOpt("kilobytes", "size"),
		vsh.IntArg("size", help, "scaled:1024").From("none"),
	}, vsh.ConfigLiveCurrent()...)
}

// setMemory sets a size of memory. flags is what is meant without --config and
// --live; failed makes the error of a host that refuses.
func setMemory(ctx context.Context, s *vsh.Session, a *vsh.Args, flags virt.DomainMemoryModFlags, failed func(error) error) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	if impact != virt.DomainAffectCurrent {
		flags = flags&virt.DomainMemMaximum | virt.DomainMemoryModFlags(impact)
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	bytes, err := a.Scaled("size", 1<<10, math.MaxUint64)
	if err != nil {
		return nil, err
	}
	kib := (bytes + 1<<10 - 1) >> 10 // the last KiB there is wraps to zero, which hosts refuse
	if err := dom.SetMemoryFlags(ctx, kib, flags); err != nil {
		return nil, failed(err)
	}
	return format.Done("changed", ref(dom), ""), nil
}
