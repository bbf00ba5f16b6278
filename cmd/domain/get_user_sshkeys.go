package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func getUserSSHKeysSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "get-user-sshkeys", Help: "print the SSH keys of a user of a guest",
		Examples: []string{"get-user-sshkeys web root"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("user", "the user", "none"),
		},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			user, err := a.String("user")
			if err != nil {
				return nil, err
			}
			keys, err := dom.AuthorizedSSHKeys(ctx, user, 0)
			if err != nil {
				return nil, err
			}
			return &sshKeys{User: user, Keys: keys}, nil
		},
	}
}

// sshKeys is the SSH keys that may log in as a user.
type sshKeys struct {
	User string   `json:"user"`
	Keys []string `json:"keys"`
}

// Text prints the keys with nothing between them, as virsh does.
func (k *sshKeys) Text(p *format.Printer) error {
	for _, key := range k.Keys {
		p.Print(key)
	}
	return nil
}
