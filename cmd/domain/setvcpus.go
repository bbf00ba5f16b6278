package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func setvcpusSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "setvcpus", Help: "change how many virtual CPUs a domain has",
		Description: "Change how many virtual CPUs a domain has: the running one up to the number it booted\n" +
			"with, the next start up to its maximum, which --maximum changes.",
		Examples: []string{
			"setvcpus web 2 --live",
			"setvcpus db 4 --maximum --config",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntArg("count", "how many", "uint32").From("none"),
			vsh.BoolOpt("maximum", "set how many the next start can have"),
			vsh.BoolOpt("config", "affect the next boot"),
			vsh.BoolOpt("live", "affect the running domain"),
			vsh.BoolOpt("current", "affect the domain as it is now: running, else the next boot"),
			vsh.BoolOpt("guest", "let the guest agent switch them on and off"),
			vsh.BoolOpt("hotpluggable", "make those added ones that can be taken out again"),
		},
		Run: runSetvcpus,
	}
}

var setvcpusFlags = vsh.FlagMap[virt.DomainVcpuFlags]{
	"maximum":      virt.DomainVcpuMaximum,
	"config":       virt.DomainVcpuConfig,
	"live":         virt.DomainVcpuLive,
	"guest":        virt.DomainVcpuGuest,
	"hotpluggable": virt.DomainVcpuHotpluggable,
}

func runSetvcpus(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if _, err := a.ConfigLiveCurrent(); err != nil {
		return nil, err
	}
	if err := vsh.Exclusive(a, "guest", "config"); err != nil {
		return nil, err
	}
	if err := vsh.Requires(a, "maximum", "config"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	count, err := a.Uint32("count")
	if err != nil {
		return nil, err
	}
	if count == 0 {
		return nil, vsh.Failf("Can't set 0 processors for a VM")
	}
	flags := setvcpusFlags.Of(a)
	if flags == 0 && !a.Bool("current") {
		err = dom.SetVcpus(ctx, uint(count))
	} else {
		err = dom.SetVcpusFlags(ctx, uint(count), flags)
	}
	if err != nil {
		return nil, err
	}
	return format.Done("changed", ref(dom), ""), nil
}
