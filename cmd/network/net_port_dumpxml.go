package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netPortDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-port-dumpxml", Help: "print the XML of a port of a network",
		Examples: []string{"net-port-dumpxml default 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a00aa"},
		Opts:     append(portArgs(), vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			port, err := lookupPort(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return port.XMLDesc(ctx, 0) })
		},
	}
}
