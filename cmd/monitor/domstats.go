package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domstatsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domstats", Help: "show statistics of domains",
		Description: "Show statistics of the named domains, or of all: the groups that the options name, or all that the host has. " +
			"With --rate, show instead what they use per second, again and again: CPU time, memory, disks and network.",
		Examples: []string{
			"domstats",
			"domstats --balloon --block web",
			"domstats --rate 1 --count 2 web",
		},
		Opts: []vsh.Opt{
			vsh.BoolOpt("state", "the state"),
			vsh.BoolOpt("cpu-total", "the time on the host's CPUs"),
			vsh.BoolOpt("balloon", "memory and its use"),
			vsh.BoolOpt("vcpu", "the virtual CPUs"),
			vsh.BoolOpt("interface", "the network interfaces"),
			vsh.BoolOpt("block", "the disks"),
			vsh.BoolOpt("perf", "the performance counters that are switched on"),
			vsh.BoolOpt("iothread", "the I/O threads"),
			vsh.BoolOpt("memory", "the use of memory bandwidth"),
			vsh.BoolOpt("dirtyrate", "how fast memory was written to, if that was measured"),
			vsh.BoolOpt("vm", "what only the kind of hypervisor knows"),
			vsh.BoolOpt("list-active", "only active domains"),
			vsh.BoolOpt("list-inactive", "only inactive domains"),
			vsh.BoolOpt("list-persistent", "only persistent domains"),
			vsh.BoolOpt("list-transient", "only transient domains"),
			vsh.BoolOpt("list-running", "only domains in the running state"),
			vsh.BoolOpt("list-paused", "only domains in the paused state"),
			vsh.BoolOpt("list-shutoff", "only domains in the shut off state"),
			vsh.BoolOpt("list-other", "only domains in none of these states"),
			vsh.BoolOpt("raw", "print values as the host has them (they always are)"),
			vsh.BoolOpt("enforce", "fail if the host does not know a group"),
			vsh.BoolOpt("backing", "show the backing files of disks too"),
			vsh.BoolOpt("nowait", "leave out what the host would have to wait for"),
			vsh.IntOpt("rate", "show what is used per second, every so many seconds", "seconds"),
			vsh.IntOpt("count", "with --rate, end after so many times", "uint32"),
			vsh.ArgvOpt("domain", "names, ids or UUIDs of the domains", "domains"),
		},
		Run: runDomstats,
	}
}

// domstatsGroups are the options that choose groups of numbers, domstatsFlags
// those that choose domains and how they are asked.
var (
	domstatsGroups = vsh.FlagMap[virt.DomainStatsTypes]{
		"state":     virt.DomainStatsState,
		"cpu-total": virt.DomainStatsCPUTotal,
		"balloon":   virt.DomainStatsBalloon,
		"vcpu":      virt.DomainStatsVcpu,
		"interface": virt.DomainStatsInterface,
		"block":     virt.DomainStatsBlock,
		"perf":      virt.DomainStatsPerf,
		"iothread":  virt.DomainStatsIOThread,
		"memory":    virt.DomainStatsMemory,
		"dirtyrate": virt.DomainStatsDirtyrate,
		"vm":        virt.DomainStatsVM,
	}
	domstatsFlags = vsh.FlagMap[virt.ConnectGetAllDomainStatsFlags]{
		"list-active":     virt.ConnectGetAllDomainsStatsActive,
		"list-inactive":   virt.ConnectGetAllDomainsStatsInactive,
		"list-persistent": virt.ConnectGetAllDomainsStatsPersistent,
		"list-transient":  virt.ConnectGetAllDomainsStatsTransient,
		"list-running":    virt.ConnectGetAllDomainsStatsRunning,
		"list-paused":     virt.ConnectGetAllDomainsStatsPaused,
		"list-shutoff":    virt.ConnectGetAllDomainsStatsShutoff,
		"list-other":      virt.ConnectGetAllDomainsStatsOther,
		"enforce":         virt.ConnectGetAllDomainsStatsEnforceStats,
		"backing":         virt.ConnectGetAllDomainsStatsBacking,
		"nowait":          virt.ConnectGetAllDomainsStatsNowait,
	}
)

func runDomstats(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if a.Has("rate") {
		return runDomstatsRate(ctx, s, a)
	}
	if err := vsh.Requires(a, "count", "rate"); err != nil {
		return nil, err
	}
	ask, err := statsAsker(ctx, s, a, domstatsGroups.Of(a))
	if err != nil {
		return nil, err
	}
	records, err := ask(ctx, domstatsFlags.Of(a))
	if err != nil {
		return nil, err
	}
	l := &statsList{}
	for _, r := range records {
		ref := r.Domain.Ref()
		d := domainStats{ID: ref.ID, Name: ref.Name, UUID: ref.UUID, params: r.Params}
		for _, p := range r.Params {
			d.Stats = append(d.Stats, format.Field{Name: p.Name, Value: p.Value.Any()})
		}
		l.Domains = append(l.Domains, d)
	}
	return l, nil
}

// A statsAsk asks for statistics of domains in one call.
type statsAsk func(context.Context, virt.ConnectGetAllDomainStatsFlags) ([]libvirt.DomainStats, error)

// statsAsker returns what asks for statistics of the domains that were named, or of
// all.
func statsAsker(ctx context.Context, s *vsh.Session, a *vsh.Args, groups virt.DomainStatsTypes) (statsAsk, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if !a.Has("domain") {
		return func(ctx context.Context, flags virt.ConnectGetAllDomainStatsFlags) ([]libvirt.DomainStats, error) {
			return conn.AllDomainStats(ctx, groups, flags)
		}, nil
	}
	doms, err := s.DomainsNamed(ctx, a, a.Argv("domain"), vsh.ByAny)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, flags virt.ConnectGetAllDomainStatsFlags) ([]libvirt.DomainStats, error) {
		return conn.DomainListStats(ctx, doms, groups, flags)
	}, nil
}

// statsList is the statistics of domains.
type statsList struct {
	Domains []domainStats `json:"domains"`
}

// domainStats is the statistics of one domain, under the names of the API.
type domainStats struct {
	ID    *int32        `json:"id,omitempty"` // running domains only
	Name  string        `json:"name"`
	UUID  string        `json:"uuid"`
	Stats format.Object `json:"stats"`

	params []virt.TypedParam
}

// Text prints a paragraph for each domain.
func (l *statsList) Text(p *format.Printer) error {
	for i, d := range l.Domains {
		if i > 0 {
			p.Println()
		}
		p.Printf("Domain: '%s'\n", d.Name)
		for _, param := range d.params {
			p.Printf("  %s=%s\n", param.Name, param.Value)
		}
	}
	return nil
}
