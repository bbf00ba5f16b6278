package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func managedsaveDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "managedsave-dumpxml", Help: "print the XML of a managed save image",
		Description: "Print the XML that the next start of a saved domain will use.",
		Examples:    []string{"managedsave-dumpxml saved"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-managed-save"),
			vsh.BoolOpt("security-info", "with passwords"),
		}, vsh.XPathOpts()...),
		Run: runManagedsaveDumpxml,
	}
}

func runManagedsaveDumpxml(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	return vsh.Document(a, func() (string, error) { return dom.ManagedSaveXMLDesc(ctx, saveImageXMLFlags.Of(a)) })
}
