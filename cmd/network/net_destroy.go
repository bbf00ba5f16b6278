package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netDestroySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-destroy", Help: "stop a network",
		Description: "Stop a network. The configuration of a persistent one stays.",
		Examples:    []string{"net-destroy default"},
		Opts:        []vsh.Opt{vsh.NetworkArg("name or UUID of the network", "networks-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("network")
			if err := net.Destroy(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to destroy network %s", word)
			}
			return format.Done("destroyed", format.Ref(net.Ref()), "Network %s destroyed\n", word), nil
		},
	}
}
