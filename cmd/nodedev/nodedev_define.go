package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodedevDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-define", Help: "define a device from a file of XML",
		Examples: []string{"nodedev-define nodedev.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the device, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNodedevDefine,
	}
}

func runNodedevDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
	flags := vsh.FlagMap[virt.NodeDeviceDefineXMLFlags]{"validate": virt.NodeDeviceDefineXMLValidate}.Of(a)
	device, err := conn.DefineNodeDeviceXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define node device from '%s'", file)
	}
	return format.Done("defined", format.Ref(device.Ref()), "Node device '%s' defined from '%s'\n", device.Name(), file), nil
}
