package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domuuidSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domuuid", Help: "show the UUID of a domain",
		Examples: []string{"domuuid web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name or ID of the domain", "domains")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			return format.Value("uuid", dom.UUID().String()), nil
		},
	}
}
