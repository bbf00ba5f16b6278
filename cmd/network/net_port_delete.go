package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netPortDeleteSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-port-delete", Help: "take a port of a network away",
		Examples: []string{"net-port-delete default 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a00aa"},
		Opts:     portArgs(),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			port, err := lookupPort(ctx, s, a)
			if err != nil {
				return nil, err
			}
			if err := port.Delete(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to delete network port %s", port.UUID())
			}
			return format.Done("deleted", format.Ref(port.Ref()), "Network port %s deleted\n", port.UUID()), nil
		},
	}
}
