package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func ifaceStartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-start", Help: "start an interface",
		Examples: []string{"iface-start eth2"},
		Opts:     []vsh.Opt{ifaceArg("interfaces-inactive")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			iface, err := lookup(ctx, s, a, byName|byMAC)
			if err != nil {
				return nil, err
			}
			word := a.Raw("interface")
			if err := iface.Create(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to start interface %s", word)
			}
			return format.Done("started", format.Ref(iface.Ref()), "Interface %s started\n", word), nil
		},
	}
}
