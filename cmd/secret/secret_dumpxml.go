package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func secretDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-dumpxml", Help: "print the XML of a secret",
		Opts: append([]vsh.Opt{secretArg()}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			secret, err := lookup(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return secret.XMLDesc(ctx, 0) })
		},
	}
}
