package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevAutostartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-autostart", Help: "start a defined device with the host, or not",
		Examples: []string{"nodedev-autostart mdev_matrix_1"},
		Opts: []vsh.Opt{
			deviceArg(nameOrWWNHelp),
			vsh.BoolOpt("disable", "do not start it"),
		},
		Run: runNodedevAutostart,
	}
}

func runNodedevAutostart(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	device, err := byNameOrWWN(ctx, s, a)
	if err != nil {
		return nil, err
	}
	word, on := a.Raw("device"), !a.Bool("disable")
	verb := "mark"
	if !on {
		verb = "unmark"
	}
	if err := device.SetAutostart(ctx, on); err != nil {
		return nil, vsh.Wrapf(err, "failed to %s device %s as autostarted", verb, word)
	}
	return format.Done(verb+"ed", format.Ref(device.Ref()), "Device %s %sed as autostarted\n", word, verb), nil
}
