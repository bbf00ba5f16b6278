package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-define", Help: "define a network from a file of XML",
		Description: "Make a network persistent, as a file of XML describes it, without starting it. " +
			"With the name and UUID of one that is there, its configuration is replaced.",
		Examples: []string{"net-define network.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the network, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNetDefine,
	}
}

func runNetDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
		net, err = conn.DefineNetworkXMLFlags(ctx, xml, virt.NetworkDefineValidate)
	} else { // every host has the call without flags
		net, err = conn.DefineNetworkXML(ctx, xml)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define network from %s", file)
	}
	s.NoteDropped(ctx, xml, func(ctx context.Context) (string, error) {
		return vsh.InactiveXML(ctx, net.XMLDesc, virt.NetworkXMLInactive)
	})
	return format.Done("defined", format.Ref(net.Ref()), "Network %s defined from %s\n", net.Name(), file), nil
}
