package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netUUIDSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-uuid", Help: "show the UUID of a network",
		Examples: []string{"net-uuid default"},
		Opts:     []vsh.Opt{vsh.NetworkArg("name of the network", "networks")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByName)
			if err != nil {
				return nil, err
			}
			return format.Value("uuid", net.UUID().String()), nil
		},
	}
}
