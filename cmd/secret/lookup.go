package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// secretArg is the required secret.
func secretArg() vsh.Opt { return vsh.StringArg("secret", "UUID of the secret", "secrets") }

// lookup returns the secret that the option secret names.
func lookup(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.Secret, error) {
	word, err := a.String("secret")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	secret, err := conn.LookupSecretByUUIDString(ctx, word)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get secret '%s'", word)
	}
	return secret, nil
}
