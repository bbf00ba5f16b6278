package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netNameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-name", Help: "show the name of a network",
		Examples: []string{"net-name 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a000a"},
		Opts:     []vsh.Opt{vsh.NetworkArg("UUID of the network", "network-uuids")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByUUID)
			if err != nil {
				return nil, err
			}
			return format.Value("name", net.Name()), nil
		},
	}
}
