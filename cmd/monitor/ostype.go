package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// differs from virsh: it has no such command.
func ostypeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "ostype", Help: "print the kind of guest that a domain is for",
		Examples: []string{"ostype web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, id or UUID of the domain", "domains")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			typ, err := dom.OSType(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "Failed to get the kind of guest of domain '%s'", dom.Name())
			}
			return format.Value("osType", typ), nil
		},
	}
}
