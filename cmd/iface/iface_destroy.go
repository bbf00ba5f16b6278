package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceDestroySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-destroy", Help: "stop an interface",
		Examples: []string{"iface-destroy eth1"},
		Opts:     []vsh.Opt{ifaceArg("interfaces-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			iface, err := lookup(ctx, s, a, byName|byMAC)
			if err != nil {
				return nil, err
			}
			word := a.Raw("interface")
			if err := iface.Destroy(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to destroy interface %s", word)
			}
			return format.Done("destroyed", format.Ref(iface.Ref()), "Interface %s destroyed\n", word), nil
		},
	}
}
