package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domlaunchsecinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domlaunchsecinfo", Help: "show what proves how a domain was started",
		Examples: []string{"domlaunchsecinfo web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			params, err := dom.LaunchSecurityInfo(ctx, 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to get launch security parameters")
			}
			l := &paramList{}
			for _, p := range params {
				l.add(p)
			}
			return l, nil
		},
	}
}
