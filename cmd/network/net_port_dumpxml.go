package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netPortDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-port-dumpxml", Help: "print the XML of a port of a network",
		Opts: append(portArgs(), vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			port, err := lookupPort(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return port.XMLDesc(ctx, 0) })
		},
	}
}
