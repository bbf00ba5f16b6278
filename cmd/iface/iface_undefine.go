package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceUndefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-undefine", Help: "remove the configuration of an interface",
		Examples: []string{"iface-undefine eth1"},
		Opts:     []vsh.Opt{ifaceArg("interfaces")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			iface, err := lookup(ctx, s, a, byName|byMAC)
			if err != nil {
				return nil, err
			}
			word := a.Raw("interface")
			if err := iface.Undefine(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to undefine interface %s", word)
			}
			return format.Done("undefined", format.Ref(iface.Ref()), "Interface %s undefined\n", word), nil
		},
	}
}
