package completion

import (
	"context"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// domainSources are the domains of a host.
func domainSources() map[string]source {
	return map[string]source{
		"domains":                         domains(0),
		"domains-active":                  domains(virt.ConnectListDomainsActive),
		"domains-active-with-checkpoints": domains(virt.ConnectListDomainsActive | virt.ConnectListDomainsHasCheckpoint),
		"domains-inactive":                domains(virt.ConnectListDomainsInactive),
		"domains-managed-save":            domains(virt.ConnectListDomainsManagedsave),
		"domains-other":                   domains(virt.ConnectListDomainsOther),
		"domains-paused":                  domains(virt.ConnectListDomainsPaused),
		"domains-persistent":              domains(virt.ConnectListDomainsPersistent),
		"domains-running":                 domains(virt.ConnectListDomainsRunning),
		"domains-shutoff":                 domains(virt.ConnectListDomainsShutoff),
		"domains-with-checkpoints":        domains(virt.ConnectListDomainsHasCheckpoint),
		"domains-with-snapshots":          domains(virt.ConnectListDomainsHasSnapshot),
		"domain-uuids":                    domainWords(0, func(d *libvirt.Domain) string { return d.UUID().String() }),
	}
}

func domains(flags virt.ConnectListAllDomainsFlags) source {
	return domainWords(flags, (*libvirt.Domain).Name)
}

func domainWords(flags virt.ConnectListAllDomainsFlags, word func(*libvirt.Domain) string) source {
	return listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.Domain, error) {
		return conn.ListAllDomains(ctx, flags)
	}, word)
}
