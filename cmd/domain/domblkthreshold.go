package domain

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domblkthresholdSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domblkthreshold", Help: "ask for an event when a disk fills up",
		Description: "Make the host send the event block-threshold, once, when a running domain writes to a disk\n" +
			"beyond an offset. 0 takes it back.",
		Examples: []string{"domblkthreshold web vda 10G"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("dev", "target of the disk, with [INDEX] for an image behind it", "domain-disks"),
			vsh.IntArg("threshold", "the offset; bytes without a suffix", "scaled:1"),
		},
		Run: runDomblkthreshold,
	}
}

func runDomblkthreshold(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dev, err := a.String("dev")
	if err != nil {
		return nil, err
	}
	threshold, err := a.Scaled("threshold", 1, math.MaxUint64)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := dom.SetBlockThreshold(ctx, dev, threshold, 0); err != nil {
		return nil, err
	}
	return format.Done("changed", ref(dom), ""), nil
}
