package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func setvcpuSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "setvcpu", Help: "plug single virtual CPUs in or out",
		Description: "Plug named virtual CPUs of a domain in or out. All that the machine can only change\n" +
			"together must be named together.",
		Examples: []string{"setvcpu web 1 --enable"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("vcpulist", "numbers of the virtual CPUs, as a list like 1-3,7", "domain-vcpus,"),
			vsh.BoolOpt("enable", "plug them in"),
			vsh.BoolOpt("disable", "plug them out"),
		}, vsh.ConfigLiveCurrent()...),
		Run: runSetvcpu,
	}
}

func runSetvcpu(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "enable", "disable"); err != nil {
		return nil, err
	}
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	on := a.Bool("enable")
	if !on && !a.Bool("disable") {
		return nil, vsh.Failf("one of --enable, --disable is required")
	}
	vcpus, err := a.String("vcpulist")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := dom.SetVcpu(ctx, vcpus, on, impact); err != nil {
		return nil, err
	}
	return format.Done(onVerb(on), ref(dom), ""), nil
}

// onVerb returns what was done to something that is now on, or off.
func onVerb(on bool) string {
	if on {
		return "enabled"
	}
	return "disabled"
}
