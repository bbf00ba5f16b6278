package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func migrateGetmaxdowntimeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate-getmaxdowntime", Help: "show how long a migration stops the domain",
		Description: "Show for how many milliseconds a domain may stand still at the end of a live migration.",
		Examples:    []string{"migrate-getmaxdowntime web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-active")},
		Run:         runMigrateGetmaxdowntime,
	}
}

func runMigrateGetmaxdowntime(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	downtime, err := dom.MigrateMaxDowntime(ctx)
	if err != nil {
		return nil, err
	}
	return format.Value("maxDowntimeMilliseconds", downtime), nil
}
