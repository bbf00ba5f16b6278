package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevStartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-start", Help: "start a defined device",
		Examples: []string{"nodedev-start mdev_matrix_1"},
		Opts:     []vsh.Opt{deviceArg(nameHelp)},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byName(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("device")
			if err := device.Create(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to start device %s", word)
			}
			return format.Done("started", format.Ref(device.Ref()), "Device %s started\n", word), nil
		},
	}
}
