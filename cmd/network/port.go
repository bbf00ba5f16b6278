package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// portArgs is the options that name a port of a network.
func portArgs() []vsh.Opt {
	return []vsh.Opt{
		vsh.NetworkArg("name or UUID of the network", "networks-active"),
		vsh.StringArg("port", "UUID of the port", "network-ports"),
	}
}

// lookupPort returns the port that the options that portArgs makes name.
//
// differs from virsh: an error is a failure. virsh's exit status is 0, and it
// keeps the host's sentence to itself.
func lookupPort(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.NetworkPort, error) {
	net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	word, err := a.String("port")
	if err != nil {
		return nil, err
	}
	port, err := net.LookupPortByUUIDString(ctx, word)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get network port '%s'", word)
	}
	return port, nil
}
