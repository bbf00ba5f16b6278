package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-dumpxml", Help: "print the XML of a network",
		Examples: []string{
			"net-dumpxml default",
			"net-dumpxml default --xpath '//ip/@address'",
		},
		Opts: append([]vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks"),
			vsh.BoolOpt("inactive", "the configuration for the next start"),
		}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			flags := vsh.FlagMap[virt.NetworkXMLFlags]{"inactive": virt.NetworkXMLInactive}.Of(a)
			return vsh.Document(a, func() (string, error) { return net.XMLDesc(ctx, flags) })
		},
	}
}
