package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func dommemstatSpec() *vsh.Spec {
	opts := []vsh.Opt{
		vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
		vsh.IntOpt("period", "set how often in seconds the guest tells its numbers", "int32"),
	}
	return &vsh.Spec{
		Name: "dommemstat", Help: "show how a guest uses its memory",
		Description: "Show what the balloon driver in a running guest tells of its memory, or with --period set how often it does.",
		Examples: []string{
			"dommemstat web",
			"dommemstat web --period 10",
		},
		Opts: append(opts, vsh.ConfigLiveCurrent()...),
		Run:  runDommemstat,
	}
}

func runDommemstat(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	if a.Has("period") {
		return setMemoryPeriod(ctx, a, dom, impact)
	}
	stats, err := dom.MemoryStats(ctx, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to get memory statistics for domain %s", a.Raw("domain"))
	}
	return newMemoryStats(stats), nil
}

func setMemoryPeriod(ctx context.Context, a *vsh.Args, dom *libvirt.Domain, impact virt.DomainModificationImpact) (format.Result, error) {
	period, err := a.Int32("period")
	if err != nil {
		return nil, err
	}
	if period < 0 {
		return nil, vsh.Failf("Invalid collection period value '%d'", period)
	}
	if vsh.Count(a, "config", "live", "current") == 0 {
		if active, err := dom.IsActive(ctx); err == nil && active {
			impact = virt.DomainAffectLive
		}
	}
	if err := dom.SetMemoryStatsPeriod(ctx, int(period), virt.DomainMemoryModFlags(impact)); err != nil {
		return nil, vsh.Wrapf(err, "Unable to change balloon collection period.")
	}
	return format.Done("updated", format.Ref(dom.Ref()), ""), nil
}

// memoryStats is what is known of a guest's memory.
type memoryStats struct {
	format.Object
	lines []memoryStatLine
}

type memoryStatLine struct {
	label string
	value uint64
}

// newMemoryStats keeps the order of the host. What later hosts may have besides
// has no name and is left out.
func newMemoryStats(stats []libvirt.MemoryStat) *memoryStats {
	names := []struct{ label, key string }{
		virt.DomainMemoryStatSwapIn:         {"swap_in", "swapInKiB"},
		virt.DomainMemoryStatSwapOut:        {"swap_out", "swapOutKiB"},
		virt.DomainMemoryStatMajorFault:     {"major_fault", "majorFaults"},
		virt.DomainMemoryStatMinorFault:     {"minor_fault", "minorFaults"},
		virt.DomainMemoryStatUnused:         {"unused", "unusedKiB"},
		virt.DomainMemoryStatAvailable:      {"available", "availableKiB"},
		virt.DomainMemoryStatActualBalloon:  {"actual", "actualKiB"},
		virt.DomainMemoryStatRss:            {"rss", "rssKiB"},
		virt.DomainMemoryStatUsable:         {"usable", "usableKiB"},
		virt.DomainMemoryStatLastUpdate:     {"last_update", "lastUpdateSeconds"},
		virt.DomainMemoryStatDiskCaches:     {"disk_caches", "diskCachesKiB"},
		virt.DomainMemoryStatHugetlbPgalloc: {"hugetlb_pgalloc", "hugetlbAllocations"},
		virt.DomainMemoryStatHugetlbPgfail:  {"hugetlb_pgfail", "hugetlbFailures"},
	}
	var m memoryStats
	for _, s := range stats {
		if s.Tag >= 0 && int(s.Tag) < len(names) {
			n := names[s.Tag]
			m.lines = append(m.lines, memoryStatLine{n.label, s.Value})
			m.Object = append(m.Object, format.Field{Name: n.key, Value: s.Value})
		}
	}
	return &m
}

// Text prints one line for each number.
func (m *memoryStats) Text(p *format.Printer) error {
	for _, l := range m.lines {
		p.Printf("%s %d\n", l.label, l.value)
	}
	return nil
}
