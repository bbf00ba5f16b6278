package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func dumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "dumpxml", Help: "print the XML of a domain",
		Description: "Print the XML of a domain: of the running one, or, if it does not run or with\n" +
			"--inactive, that of its next start.",
		Examples: []string{
			"dumpxml web",
			"dumpxml web --xpath //interface/mac/@address",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.BoolOpt("inactive", "the XML of the next start"),
			vsh.BoolOpt("security-info", "with passwords"),
			vsh.BoolOpt("update-cpu", "with the guest's CPU as it is on this host"),
			vsh.BoolOpt("migratable", "as a migration takes it"),
		}, vsh.XPathOpts()...),
		Run: runDumpxml,
	}
}

var dumpxmlFlags = vsh.FlagMap[virt.DomainXMLFlags]{
	"inactive":      virt.DomainXMLInactive,
	"security-info": virt.DomainXMLSecure,
	"update-cpu":    virt.DomainXMLUpdateCPU,
	"migratable":    virt.DomainXMLMigratable,
}

func runDumpxml(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	return vsh.Document(a, func() (string, error) { return dom.XMLDesc(ctx, dumpxmlFlags.Of(a)) })
}
