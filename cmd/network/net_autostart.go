package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netAutostartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-autostart", Help: "start a network with the host, or not",
		Examples: []string{"net-autostart default"},
		Opts: []vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks-persistent"),
			vsh.BoolOpt("disable", "do not start it"),
		},
		Run: runNetAutostart,
	}
}

func runNetAutostart(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	word, on := a.Raw("network"), !a.Bool("disable")
	verb := "mark"
	if !on {
		verb = "unmark"
	}
	if err := net.SetAutostart(ctx, on); err != nil {
		return nil, vsh.Wrapf(err, "failed to %s network %s as autostarted", verb, word)
	}
	return format.Done(verb+"ed", format.Ref(net.Ref()), "Network %s %sed as autostarted\n", word, verb), nil
}
