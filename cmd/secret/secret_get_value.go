package secret

import (
	"context"
	"encoding/base64"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func secretGetValueSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-get-value", Help: "print the value of a secret",
		Examples: []string{"secret-get-value 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a00ee --plain"},
		Opts:     []vsh.Opt{secretArg(), vsh.BoolOpt("plain", "print it as it is, and not in base64")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			secret, err := lookup(ctx, s, a)
			if err != nil {
				return nil, err
			}
			value, err := secret.Value(ctx, 0)
			if err != nil {
				return nil, err
			}
			encoded := base64.StdEncoding.EncodeToString(value)
			text := encoded
			if a.Bool("plain") {
				text = string(value)
			}
			return format.ValueText("base64", encoded, text), nil
		},
	}
}
