package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func autostartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "autostart", Help: "start a domain with the host, or not",
		Description: "Make a domain start whenever the host's daemon does, or, with --disable, no longer.",
		Examples: []string{
			"autostart web",
			"autostart web --disable",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-persistent"),
			vsh.BoolOpt("disable", "do not start it"),
			vsh.BoolOpt("once", "concern the next start of the host only"),
		},
		Run: runAutostart,
	}
}

func runAutostart(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	name, on := a.Raw("domain"), !a.Bool("disable")
	set, when := dom.SetAutostart, ""
	if a.Bool("once") {
		set, when = dom.SetAutostartOnce, " on next boot"
	}
	verb := "mark"
	if !on {
		verb = "unmark"
	}
	if err := set(ctx, on); err != nil {
		return nil, vsh.Wrapf(err, "Failed to %s domain '%s' as autostarted%s", verb, name, when)
	}
	return format.Done(verb+"ed", ref(dom), "Domain '%s' %sed as autostarted%s\n", name, verb, when), nil
}
