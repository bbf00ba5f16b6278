package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domhostnameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domhostname", Help: "print the name that a guest gives itself",
		Examples: []string{
			"domhostname web",
			"domhostname web --source lease",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringOpt("source", "who is asked: lease (the host's DHCP server) or agent (the guest's)", "hostname-sources").Loose(),
		},
		Run: runDomhostname,
	}
}

func runDomhostname(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	source, err := a.String("source")
	if err != nil {
		return nil, err
	}
	var flags virt.DomainGetHostnameFlags
	switch source {
	case "":
	case "lease":
		flags = virt.DomainGetHostnameLease
	case "agent":
		flags = virt.DomainGetHostnameAgent
	default:
		return nil, vsh.Failf("Unknown data source '%s'", source)
	}
	name, err := dom.Hostname(ctx, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get hostname")
	}
	return format.Value("hostname", name), nil
}
