package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domnameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domname", Help: "show the name of a domain",
		Opts: []vsh.Opt{vsh.DomainArg("ID or UUID of the domain", "domain-uuids")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByID|vsh.ByUUID)
			if err != nil {
				return nil, err
			}
			return format.Value("name", dom.Name()), nil
		},
	}
}
