package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func ifaceDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-dumpxml", Help: "print the XML of an interface",
		Examples: []string{"iface-dumpxml eth1 --inactive"},
		Opts: append([]vsh.Opt{
			ifaceArg("interfaces"),
			vsh.BoolOpt("inactive", "the configuration for the next start"),
		}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			iface, err := lookup(ctx, s, a, byName|byMAC)
			if err != nil {
				return nil, err
			}
			flags := vsh.FlagMap[virt.InterfaceXMLFlags]{"inactive": virt.InterfaceXMLInactive}.Of(a)
			return vsh.Document(a, func() (string, error) { return iface.XMLDesc(ctx, flags) })
		},
	}
}
