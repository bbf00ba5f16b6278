package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevDestroySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-destroy", Help: "take a device away that was made",
		Examples: []string{"nodedev-destroy scsi_host12"},
		Opts:     []vsh.Opt{vsh.AliasOpt("name", "device"), deviceArg(nameOrWWNHelp)},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byNameOrWWN(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("device")
			if err := device.Destroy(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to destroy node device '%s'", word)
			}
			return format.Done("destroyed", format.Ref(device.Ref()), "Destroyed node device '%s'\n", word), nil
		},
	}
}
