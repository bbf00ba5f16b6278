package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func numatuneSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "numatune", Help: "show or set where a domain's memory is",
		Description: "Show from which NUMA nodes of the host a domain takes its memory, and how strictly; or\n" +
			"set what is given.",
		Examples: []string{
			"numatune web",
			"numatune web --nodeset 0 --config",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringOpt("mode", "strict, preferred, interleave or restrictive, or its number", "numatune-modes").Loose(),
			vsh.StringOpt("nodeset", "the nodes, as a list like 0-3,7,^2", "cells,").Loose(),
		}, vsh.ConfigLiveCurrent()...),
		Run: runNumatune,
	}
}

func runNumatune(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	params, err := numaParams(a)
	if err != nil {
		return nil, err
	}
	t := tunable{
		get: dom.NumaParameters, set: dom.SetNumaParameters,
		cannotCount: "Unable to get number of memory parameters",
		cannotGet:   "Unable to get numa parameters",
		cannotSet:   "Unable to change numa parameters",
	}
	return t.run(ctx, dom, params, impact)
}

// numaParams returns the parameters that a has.
func numaParams(a *vsh.Args) ([]virt.TypedParam, error) {
	var params []virt.TypedParam
	if a.Has("nodeset") {
		nodeset, err := a.String("nodeset")
		if err != nil {
			return nil, err
		}
		params = append(params, virt.TypedParam{Name: virt.DomainNumaNodeset, Value: virt.StringValue(nodeset)})
	}
	if a.Has("mode") {
		word, err := a.String("mode")
		if err != nil {
			return nil, err
		}
		mode, ok := numaMode(word)
		if !ok {
			return nil, vsh.Failf("Invalid mode: %s", word)
		}
		params = append(params, virt.TypedParam{Name: virt.DomainNumaMode, Value: virt.IntValue(mode)})
	}
	return params, nil
}

// numaMode returns the mode that a word or a number names.
func numaMode(word string) (mode int32, ok bool) {
	for m := virt.DomainNumatuneMemStrict; m <= virt.DomainNumatuneMemRestrictive; m++ {
		if m.String() == word {
			return int32(m), true
		}
	}
	return vsh.ParseInt32(word, true)
}
