package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netUndefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-undefine", Help: "remove the configuration of a network",
		Description: "Remove the configuration of a persistent network. One that runs goes on as a transient one.",
		Examples:    []string{"net-undefine isolated"},
		Opts:        []vsh.Opt{vsh.NetworkArg("name or UUID of the network", "networks-persistent")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("network")
			if err := net.Undefine(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to undefine network %s", word)
			}
			return format.Done("undefined", format.Ref(net.Ref()), "Network %s has been undefined\n", word), nil
		},
	}
}
