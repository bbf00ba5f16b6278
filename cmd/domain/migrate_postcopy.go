package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func migratePostcopySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate-postcopy", Help: "switch a running migration to post-copy",
		Description: "Make a domain that is being migrated run on the destination at once; what memory it\n" +
			"lacks follows. The migration must have been started with --postcopy.",
		Examples: []string{"migrate-postcopy web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run:      runMigratePostcopy,
	}
}

func runMigratePostcopy(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if err := dom.MigrateStartPostCopy(ctx); err != nil {
		return nil, err
	}
	return format.Done("switched", ref(dom), ""), nil
}
