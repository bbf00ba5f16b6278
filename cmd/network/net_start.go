package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netStartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-start", Help: "start a defined network",
		Examples: []string{"net-start isolated"},
		Opts:     []vsh.Opt{vsh.NetworkArg("name or UUID of the network", "networks-inactive")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("network")
			if err := net.Create(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to start network %s", word)
			}
			return format.Done("started", format.Ref(net.Ref()), "Network %s started\n", word), nil
		},
	}
}
