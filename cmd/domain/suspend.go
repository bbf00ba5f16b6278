package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func suspendSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "suspend", Help: "stop a domain's CPUs",
		Description: "Stop the CPUs of a running domain. It keeps its memory; resume lets it go on.",
		Examples:    []string{"suspend web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-running")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			if err := dom.Suspend(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to suspend domain '%s'", a.Raw("domain"))
			}
			return format.Done("suspended", ref(dom), "Domain '%s' suspended\n", a.Raw("domain")), nil
		},
	}
}
