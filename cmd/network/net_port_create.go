package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netPortCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-port-create", Help: "make a port of a network from a file of XML",
		Examples: []string{"net-port-create default port.xml"},
		Opts: []vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks-active"),
			vsh.FileArg("file with the XML of the port, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNetPortCreate,
	}
}

func runNetPortCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.NetworkPortCreateFlags]{"validate": virt.NetworkPortCreateValidate}.Of(a)
	port, err := net.CreatePortXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create network from %s", file)
	}
	return format.Done("created", format.Ref(port.Ref()), "Network port %s created from %s\n", port.UUID(), file), nil
}
