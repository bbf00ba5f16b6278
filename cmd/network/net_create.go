package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-create", Help: "start a transient network from a file of XML",
		Description: "Start a network that is gone when it is stopped, as a file of XML describes it.",
		Examples:    []string{"net-create network.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the network, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNetCreate,
	}
}

func runNetCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	var net *libvirt.Network
	if a.Bool("validate") {
		net, err = conn.CreateNetworkXMLFlags(ctx, xml, virt.NetworkCreateValidate)
	} else { // every host has the call without flags
		net, err = conn.CreateNetworkXML(ctx, xml)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create network from %s", file)
	}
	return format.Done("created", format.Ref(net.Ref()), "Network %s created from %s\n", net.Name(), file), nil
}
