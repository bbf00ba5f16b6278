package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func secretDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-dumpxml", Help: "print the XML of a secret",
		Examples: []string{"secret-dumpxml 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a00ee"},
		Opts:     append([]vsh.Opt{secretArg()}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			secret, err := lookup(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return secret.XMLDesc(ctx, 0) })
		},
	}
}
