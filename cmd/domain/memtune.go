package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func memtuneSpec() *vsh.Spec {
	limit := func(name, help string) vsh.Opt {
		return vsh.IntOpt(name, help+"; KiB without a suffix, -1 for no limit", "scaled:1024; negative = unlimited").Loose()
	}
	return &vsh.Spec{
		Name: "memtune", Help: "show or set the limits of a domain's memory",
		Description: "Show how much of the host's memory a domain may take, with its emulator; or set the\n" +
			"limits that are given.",
		Examples: []string{
			"memtune web",
			"memtune web --hard-limit 4G --config",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			limit("hard-limit", "how much memory it may take at all"),
			limit("soft-limit", "how much memory it may take when the host is short of it"),
			limit("swap-hard-limit", "how much memory and swap it may take"),
			limit("min-guarantee", "how much memory it is sure to have"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runMemtune,
	}
}

func runMemtune(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	var params []virt.TypedParam
	for _, o := range []struct{ opt, param string }{
		{"hard-limit", virt.DomainMemoryHardLimit},
		{"soft-limit", virt.DomainMemorySoftLimit},
		{"swap-hard-limit", virt.DomainMemorySwapHardLimit},
		{"min-guarantee", virt.DomainMemoryMinGuarantee},
	} {
		if !a.Has(o.opt) {
			continue
		}
		bytes, unlimited, err := vsh.ParseLimit(a.Raw(o.opt), 1<<10)
		if err != nil {
			return nil, vsh.Wrapf(err, "Unable to parse integer parameter %s", o.opt)
		}
		kib := (bytes + 1<<10 - 1) >> 10
		if unlimited {
			kib = virt.DomainMemoryParamUnlimited
		}
		params = append(params, virt.TypedParam{Name: o.param, Value: virt.UllongValue(kib)})
	}
	t := tunable{
		get: dom.MemoryParameters, set: dom.SetMemoryParameters,
		cannotCount: "Unable to get number of memory parameters",
		cannotGet:   "Unable to get memory parameters",
		cannotSet:   "Unable to change memory parameters",
	}
	return t.run(ctx, dom, params, impact)
}
