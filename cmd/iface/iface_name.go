package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceNameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-name", Help: "show the name of an interface",
		Examples: []string{"iface-name 52:54:00:00:02:01"},
		Opts:     []vsh.Opt{vsh.StringArg("interface", "MAC address of the interface", "interface-macs")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			iface, err := lookup(ctx, s, a, byMAC)
			if err != nil {
				return nil, err
			}
			return format.Value("name", iface.Name()), nil
		},
	}
}
