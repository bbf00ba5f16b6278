package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func managedsaveDefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "managedsave-define", Help: "replace the XML of a managed save image",
		Description: "Replace the XML that the next start of a saved domain will use. Only what the guest cannot\n" +
			"see may differ.",
		Examples: []string{"managedsave-define saved domain.xml --paused"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-managed-save"),
			vsh.StringArg("xml", "file with the domain's XML, or - for standard input", "files"),
			vsh.BoolOpt("running", "let its CPUs go on after the next start"),
			vsh.BoolOpt("paused", "leave its CPUs stopped after the next start"),
		},
		Run: runManagedsaveDefine,
	}
}

func runManagedsaveDefine(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "running", "paused"); err != nil {
		return nil, err
	}
	file, err := a.String("xml")
	if err != nil {
		return nil, err
	}
	xml, err := s.ReadXMLFile(file)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := dom.ManagedSaveDefineXML(ctx, xml, imageDefineFlags.Of(a)); err != nil {
		return nil, vsh.Wrapf(err, "Failed to update %s XML configuration", dom.Name())
	}
	return format.Done("updated", ref(dom), "Managed save state file of domain '%s' updated.\n", dom.Name()), nil
}
