package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func secretUndefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-undefine", Help: "remove a secret and its value",
		Examples: []string{"secret-undefine 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a00ee"},
		Opts:     []vsh.Opt{secretArg()},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			secret, err := lookup(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("secret")
			if err := secret.Undefine(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to delete secret %s", word)
			}
			return format.Done("undefined", format.Ref(secret.Ref()), "Secret %s deleted\n", word), nil
		},
	}
}
