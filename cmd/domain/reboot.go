package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func rebootSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "reboot", Help: "ask a domain to restart",
		Description: "Ask the guest of a domain to restart. It may take its time, or ignore it.",
		Examples:    []string{"reboot web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			shutdownModeOpt(),
		},
		Run: runReboot,
	}
}

func runReboot(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	modes, err := shutdownModes(a, " or")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	// The ways to ask have the same numbers in both calls.
	if err := dom.Reboot(ctx, virt.DomainRebootFlagValues(modes)); err != nil {
		return nil, vsh.Wrapf(err, "Failed to reboot domain '%s'", a.Raw("domain"))
	}
	return format.Done("rebootRequested", ref(dom), "Domain '%s' is being rebooted\n", a.Raw("domain")), nil
}
