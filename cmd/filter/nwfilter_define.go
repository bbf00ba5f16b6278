package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nwfilterDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-define", Help: "make or replace a filter from a file of XML",
		Description: "Make a network filter from a file of XML, or replace it.",
		Examples:    []string{"nwfilter-define filter.xml"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the XML of the network filter, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runNWFilterDefine,
	}
}

func runNWFilterDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
	var filter *libvirt.NWFilter
	if a.Bool("validate") {
		filter, err = conn.DefineNWFilterXMLFlags(ctx, xml, virt.NWFilterDefineValidate)
	} else { // every host has the call without flags
		filter, err = conn.DefineNWFilterXML(ctx, xml)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define network filter from %s", file)
	}
	s.NoteDropped(ctx, xml, func(ctx context.Context) (string, error) { return filter.XMLDesc(ctx, 0) })
	return format.Done("defined", format.Ref(filter.Ref()), "Network filter %s defined from %s\n", filter.Name(), file), nil
}
