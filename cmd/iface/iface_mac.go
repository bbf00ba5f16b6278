package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceMACSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-mac", Help: "show the MAC address of an interface",
		Examples: []string{"iface-mac eth1"},
		Opts:     []vsh.Opt{vsh.StringArg("interface", "name of the interface", "interfaces")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			iface, err := lookup(ctx, s, a, byName)
			if err != nil {
				return nil, err
			}
			return format.Value("mac", iface.MAC()), nil
		},
	}
}
