package backup

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func backupDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "backup-dumpxml", Help: "print the XML of a backup that is going on",
		Examples: []string{"backup-dumpxml web"},
		Opts:     append([]vsh.Opt{vsh.DomainArg("name, id or UUID of the domain", "domains-active")}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return dom.BackupXMLDesc(ctx, 0) })
		},
	}
}
