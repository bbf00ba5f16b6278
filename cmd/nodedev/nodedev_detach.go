package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevDetachSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-detach", Help: "take a device away from the host, for a guest",
		Examples: []string{"nodedev-detach pci_0000_02_00_0"},
		Opts: []vsh.Opt{
			deviceArg(nameHelp),
			vsh.StringOpt("driver", "driver that holds it for guests, such as vfio", "pci-backends").Loose(),
		},
		Run: runNodedevDetach,
	}
}

func runNodedevDetach(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	device, err := byName(ctx, s, a)
	if err != nil {
		return nil, err
	}
	driver := a.Raw("driver") // an empty one is none
	if driver == "" {         // every host has the call without a driver
		err = device.Detach(ctx)
	} else {
		err = device.DetachFlags(ctx, driver, 0)
	}
	word := a.Raw("device")
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to detach device %s", word)
	}
	return format.Done("detached", format.Ref(device.Ref()), "Device %s detached\n", word), nil
}
