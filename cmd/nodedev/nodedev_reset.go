package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevResetSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-reset", Help: "reset a device",
		Examples: []string{"nodedev-reset pci_0000_02_00_0"},
		Opts:     []vsh.Opt{deviceArg(nameHelp)},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byName(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("device")
			if err := device.Reset(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to reset device %s", word)
			}
			return format.Done("reset", format.Ref(device.Ref()), "Device %s reset\n", word), nil
		},
	}
}
