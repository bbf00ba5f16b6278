package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func injectNMISpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "inject-nmi", Help: "raise a non-maskable interrupt in a guest",
		Description: "Raise a non-maskable interrupt in a guest, which many kernels answer with a dump.",
		Examples:    []string{"inject-nmi web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			if err := dom.InjectNMI(ctx, 0); err != nil {
				return nil, err
			}
			return format.Done("interrupted", ref(dom), ""), nil
		},
	}
}
