package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-dumpxml", Help: "print the XML of a device",
		Examples: []string{"nodedev-dumpxml pci_0000_02_00_0"},
		Opts:     append([]vsh.Opt{deviceArg(nameOrWWNHelp)}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byNameOrWWN(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return device.XMLDesc(ctx, 0) })
		},
	}
}
