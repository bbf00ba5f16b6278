package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func migrateSetspeedSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "migrate-setspeed", Help: "limit the rate at which a domain migrates",
		Description: "Limit the rate at which a domain's memory and disks are sent to another host. It holds\n" +
			"for a migration that is running too.",
		Examples: []string{"migrate-setspeed web 100 # MiB per second"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.IntArg("bandwidth", "how many MiB/s", "ulong-wrap"),
			vsh.BoolOpt("postcopy", "limit post-copy migration"),
		},
		Run: runMigrateSetspeed,
	}
}

var migrateSpeedFlags = vsh.FlagMap[virt.DomainMigrateMaxSpeedFlags]{"postcopy": virt.DomainMigrateMaxSpeedPostcopy}

func runMigrateSetspeed(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	bandwidth, err := a.Uint64Wrap("bandwidth")
	if err != nil {
		return nil, err
	}
	if err := dom.MigrateSetMaxSpeed(ctx, bandwidth, migrateSpeedFlags.Of(a)); err != nil {
		return nil, err
	}
	return format.Done("changed", ref(dom), ""), nil
}
