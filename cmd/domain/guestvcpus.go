package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func guestvcpusSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "guestvcpus", Help: "show or set which virtual CPUs a guest uses",
		Description: "Ask the agent in a running guest which virtual CPUs it has and uses, and which it can do\n" +
			"without; or let it use some, or no longer.",
		Examples: []string{"guestvcpus web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringOpt("cpulist", "numbers of the virtual CPUs, as a list like 1-3,7", "domain-guest-vcpus,").Loose(),
			vsh.BoolOpt("enable", "let the guest use them"),
			vsh.BoolOpt("disable", "let the guest do without them"),
		},
		Run: runGuestvcpus,
	}
}

func runGuestvcpus(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "enable", "disable"); err != nil {
		return nil, err
	}
	for _, o := range []string{"enable", "disable"} {
		if err := vsh.Requires(a, o, "cpulist"); err != nil {
			return nil, err
		}
	}
	list, err := a.String("cpulist")
	if err != nil {
		return nil, err
	}
	change := vsh.Count(a, "enable", "disable") > 0
	if a.Has("cpulist") && !change {
		return nil, vsh.Failf("One of options --enable or --disable is required by option --cpulist")
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if change {
		if err := dom.SetGuestVcpus(ctx, list, a.Bool("enable"), 0); err != nil {
			return nil, err
		}
		return format.Done(onVerb(a.Bool("enable")), ref(dom), ""), nil
	}
	params, err := dom.GuestVcpus(ctx, 0)
	if err != nil {
		return nil, err
	}
	l := &paramList{}
	for _, p := range params {
		// The values are lists of CPUs, the empty one too.
		text, _ := p.Value.Str()
		cpus, err := virt.ParseCPUMap(text)
		if err != nil {
			cpus = nil
		}
		l.addAs(p.Name, cpuNumbers(cpus), p.Value.String())
	}
	return l, nil
}
