package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodedevCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-create", Help: "make a device from a file of XML",
		Examples: []string{"nodedev-create nodedev.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the device, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNodedevCreate,
	}
}

func runNodedevCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
	flags := vsh.FlagMap[virt.NodeDeviceCreateXMLFlags]{"validate": virt.NodeDeviceCreateXMLValidate}.Of(a)
	device, err := conn.CreateNodeDeviceXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create node device from %s", file)
	}
	return format.Done("created", format.Ref(device.Ref()), "Node device %s created from %s\n", device.Name(), file), nil
}
