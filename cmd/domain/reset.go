package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func resetSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "reset", Help: "restart a domain at once",
		Description: "Restart a domain as its reset button would. The guest gets no chance to shut down.",
		Examples:    []string{"reset web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			if err := dom.Reset(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to reset domain '%s'", a.Raw("domain"))
			}
			return format.Done("reset", ref(dom), "Domain '%s' was reset\n", a.Raw("domain")), nil
		},
	}
}
