package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func resumeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "resume", Help: "let a suspended domain go on",
		Description: "Let the CPUs of a paused domain go on.",
		Examples:    []string{"resume web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-paused")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			if err := dom.Resume(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to resume domain '%s'", a.Raw("domain"))
			}
			return format.Done("resumed", ref(dom), "Domain '%s' resumed\n", a.Raw("domain")), nil
		},
	}
}
