package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domdirtyrateCalcSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domdirtyrate-calc", Help: "measure how fast memory of a domain changes",
		Description: "Have the host measure how fast a domain changes its memory, which tells whether it can be\n" +
			"migrated. The result is with domstats --dirtyrate.",
		Examples: []string{
			"domdirtyrate-calc web",
			"domdirtyrate-calc web --seconds 5 --mode dirty-bitmap",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntOpt("seconds", "how long to measure: 1 to 60 (default: 1)", "int32").Loose(),
			vsh.StringOpt("mode", "how to measure: page-sampling (the default), dirty-bitmap or dirty-ring", "dirty-rate-modes").Loose(),
		},
		Run: runDomdirtyrateCalc,
	}
}

func runDomdirtyrateCalc(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	seconds := int32(1)
	if a.Has("seconds") {
		if seconds, err = a.Int32("seconds"); err != nil {
			return nil, err
		}
	}
	mode, err := a.String("mode")
	if err != nil {
		return nil, err
	}
	var flags virt.DomainDirtyRateCalcFlags
	switch mode {
	case "", "page-sampling":
		flags = virt.DomainDirtyrateModePageSampling
	case "dirty-bitmap":
		flags = virt.DomainDirtyrateModeDirtyBitmap
	case "dirty-ring":
		flags = virt.DomainDirtyrateModeDirtyRing
	default:
		return nil, vsh.Failf("Unknown calculation mode '%s'", mode)
	}
	if err := dom.StartDirtyRateCalc(ctx, seconds, flags); err != nil {
		return nil, err
	}
	return format.Done("started", ref(dom), "Start to calculate domain's memory dirty rate successfully.\n"), nil
}
