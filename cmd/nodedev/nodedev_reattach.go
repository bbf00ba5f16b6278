package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevReattachSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-reattach", Help: "give a device back to the host",
		Examples: []string{"nodedev-reattach pci_0000_02_00_0"},
		Opts:     []vsh.Opt{deviceArg(nameHelp)},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byName(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("device")
			if err := device.ReAttach(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to re-attach device %s", word)
			}
			return format.Done("reattached", format.Ref(device.Ref()), "Device %s re-attached\n", word), nil
		},
	}
}
