package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nwfilterBindingCreateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-binding-create", Help: "bind a network filter to a port",
		Examples: []string{"nwfilter-binding-create binding.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the binding, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNWFilterBindingCreate,
	}
}

func runNWFilterBindingCreate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
	flags := vsh.FlagMap[virt.NWFilterBindingCreateFlags]{"validate": virt.NWFilterBindingCreateValidate}.Of(a)
	binding, err := conn.CreateNWFilterBindingXML(ctx, xml, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create network filter from %s", file)
	}
	return format.Done("created", format.Ref(binding.Ref()),
		"Network filter binding on %s created from %s\n", binding.PortDev(), file), nil
}
