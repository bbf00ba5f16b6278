package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DomainStats is the statistics of one domain (virDomainStatsRecord).
type DomainStats struct {
	Domain *Domain
	Params []virt.TypedParam // names such as state.state, in groups
}

// Param returns the value of the parameter called name.
func (s *DomainStats) Param(name string) (virt.TypedValue, bool) {
	for _, p := range s.Params {
		if p.Name == name {
			return p.Value, true
		}
	}
	return virt.TypedValue{}, false
}

// AllDomainStats returns statistics of all domains, or of those that the
// filters in flags choose, in one call: the groups in stats, all that the host
// knows for 0.
func (c *Conn) AllDomainStats(ctx context.Context, stats virt.DomainStatsTypes, flags virt.ConnectGetAllDomainStatsFlags) ([]DomainStats, error) {
	return c.domainStats(ctx, c, nil, stats, flags)
}

// DomainListStats is AllDomainStats for the domains in doms, of which there
// must be one at least.
func (c *Conn) DomainListStats(ctx context.Context, doms []*Domain, stats virt.DomainStatsTypes,
	flags virt.ConnectGetAllDomainStatsFlags) ([]DomainStats, error) {
	if len(doms) == 0 { // on the wire no domains are all domains
		return nil, c.failed(virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "doms array in virDomainListGetStats must contain at least one domain"))
	}
	for _, d := range doms {
		if d.conn != c {
			return nil, c.failed(virt.Errorf(virt.FromNone, virt.ErrInvalidArg,
				"domain '%s' in virDomainListGetStats must be of the same connection", d.name))
		}
	}
	return c.domainStats(ctx, c, wireRefs(doms), stats, flags)
}

func (c *Conn) domainStats(ctx context.Context, via protocol.Invoker, doms []protocol.Domain, stats virt.DomainStatsTypes,
	flags virt.ConnectGetAllDomainStatsFlags) ([]DomainStats, error) {
	r, err := protocol.ConnectGetAllDomainStats.Call(ctx, via,
		&protocol.ConnectGetAllDomainStatsArgs{Doms: doms, Stats: uint32(stats), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	records := make([]DomainStats, len(r.RetStats))
	for i := range r.RetStats {
		records[i] = DomainStats{Domain: c.domain(&r.RetStats[i].Dom), Params: r.RetStats[i].Params}
	}
	return records, nil
}
