package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func migrateSetmaxdowntimeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate-setmaxdowntime", Help: "limit how long a migration stops the domain",
		Description: "Set for how long a domain may stand still at the end of a live migration. It holds for\n" +
			"one that is running too.",
		Examples: []string{"migrate-setmaxdowntime web 500 # milliseconds"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.IntArg("downtime", "how many milliseconds", "uint64"),
		},
		Run: runMigrateSetmaxdowntime,
	}
}

func runMigrateSetmaxdowntime(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	downtime, err := a.Uint64("downtime")
	if err != nil {
		return nil, err
	}
	if downtime < 1 {
		return nil, vsh.Failf("migrate: Invalid downtime")
	}
	if err := dom.MigrateSetMaxDowntime(ctx, downtime); err != nil {
		return nil, err
	}
	return format.Done("changed", ref(dom), ""), nil
}
