package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevUndefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-undefine", Help: "remove the configuration of a device",
		Examples: []string{"nodedev-undefine mdev_matrix_1"},
		Opts:     []vsh.Opt{deviceArg(nameOrWWNHelp)},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byNameOrWWN(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("device")
			if err := device.Undefine(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to undefine node device '%s'", word)
			}
			return format.Done("undefined", format.Ref(device.Ref()), "Undefined node device '%s'\n", word), nil
		},
	}
}
