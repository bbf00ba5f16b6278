package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domnameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domname", Help: "show the name of a domain",
		Examples: []string{"domname 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a0001"},
		Opts:     []vsh.Opt{vsh.DomainArg("ID or UUID of the domain", "domain-uuids")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByID|vsh.ByUUID)
			if err != nil {
				return nil, err
			}
			return format.Value("name", dom.Name()), nil
		},
	}
}
