package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func defineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "define", Help: "define a domain without starting it",
		Description: "Make a domain persistent. One that has the same name and UUID gets the new configuration.",
		Examples:    []string{"define domain.xml --validate"},
		Opts: []vsh.Opt{
			vsh.FileArg("file with the domain's XML, or - for standard input"),
			vsh.BoolOpt("validate", "check the XML against the schema"),
		},
		Run: runDefine,
	}
}

func runDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
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
	var dom *libvirt.Domain
	if a.Bool("validate") {
		dom, err = conn.DefineDomainXMLFlags(ctx, xml, virt.DomainDefineValidate)
	} else {
		dom, err = conn.DefineDomainXML(ctx, xml)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to define domain from %s", file)
	}
	s.NoteDropped(ctx, xml, func(ctx context.Context) (string, error) {
		return dom.XMLDesc(ctx, virt.DomainXMLInactive|virt.DomainXMLSecure)
	})
	return format.Done("defined", ref(dom), "Domain '%s' defined from %s\n", dom.Name(), file), nil
}
