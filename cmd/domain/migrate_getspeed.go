package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func migrateGetspeedSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate-getspeed", Help: "show the rate at which a domain may migrate",
		Description: "Show how many MiB/s of a domain may be sent to another host.",
		Examples:    []string{"migrate-getspeed web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("postcopy", "show the limit of post-copy migration"),
		},
		Run: runMigrateGetspeed,
	}
}

func runMigrateGetspeed(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	speed, err := dom.MigrateMaxSpeed(ctx, migrateSpeedFlags.Of(a))
	if err != nil {
		return nil, err
	}
	return format.Value("maxSpeedMiBPerSecond", speed), nil
}
