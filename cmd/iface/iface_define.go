package iface

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func ifaceDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-define", Help: "define an interface from a file of XML",
		Description: "Make an interface persistent, as a file of XML describes it, without starting it.",
		Examples:    []string{"iface-define interface.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the interface, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runIfaceDefine,
	}
}

func runIfaceDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
	flags := vsh.FlagMap[virt.InterfaceDefineFlags]{"validate": virt.InterfaceDefineValidate}.Of(a)
	iface, err := conn.DefineInterfaceXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define interface from %s", file)
	}
	s.NoteDropped(ctx, xml, func(ctx context.Context) (string, error) {
		return vsh.InactiveXML(ctx, iface.XMLDesc, virt.InterfaceXMLInactive)
	})
	return format.Done("defined", format.Ref(iface.Ref()), "Interface %s defined from %s\n", iface.Name(), file), nil
}
