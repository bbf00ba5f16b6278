package monitor

import (
	"context"
	"errors"
	"math"
	"strconv"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

// rateStream is what domstats --rate shows: once per interval, what the domains
// used in it.
type rateStream struct {
	meter    *meter
	interval time.Duration
	count    uint32 // how many times; 0: until it is interrupted
	groups   virt.DomainStatsTypes
}

// runDomstatsRate is domstats with --rate.
func runDomstatsRate(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	interval, err := a.Seconds("rate")
	if err != nil {
		return nil, err
	}
	count, err := a.Uint32("count")
	if err != nil {
		return nil, err
	}
	if a.Has("count") && count == 0 {
		return nil, vsh.Failf("--count must be at least 1")
	}
	groups, err := rateGroups(a)
	if err != nil {
		return nil, err
	}
	ask, err := statsAsker(ctx, s, a, groups)
	if err != nil {
		return nil, err
	}
	r := &rateStream{interval: interval, count: count, groups: groups}
	r.meter = &meter{ask: ask.unhindered(domstatsFlags.Of(a)), now: s.Now}
	return format.StreamFunc(r.each), nil
}

// rateGroups returns the groups of statistics that --rate has rates of and that
// the options choose.
//
// The other groups are refused: what they count has no column, or does not grow
// with time.
func rateGroups(a *vsh.Args) (virt.DomainStatsTypes, error) {
	for _, name := range []string{"vcpu", "perf", "iothread", "memory", "dirtyrate", "vm", "raw", "backing"} {
		if err := vsh.Exclusive(a, "rate", name); err != nil {
			return 0, err
		}
	}
	groups := domstatsGroups.Of(a)
	if groups == 0 {
		return usageGroups, nil
	}
	return groups | virt.DomainStatsState, nil
}

// each has the contract of format.StreamFunc. Ctrl-C is the end of what has no
// other.
func (r *rateStream) each(ctx context.Context, yield func(format.Result) error) error {
	err := r.every(ctx, yield)
	if r.count == 0 && errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

func (r *rateStream) every(ctx context.Context, yield func(format.Result) error) error {
	if _, err := r.meter.read(ctx); err != nil {
		return err
	}
	tick := time.NewTicker(r.interval)
	defer tick.Stop()
	for n := uint32(0); r.count == 0 || n < r.count; n++ {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
		rates, err := r.meter.read(ctx)
		if err != nil {
			return err
		}
		if err := yield(&rateReport{Domains: rates, groups: r.groups, first: n == 0}); err != nil {
			return err
		}
	}
	return nil
}

// rateReport is what all domains used in one interval.
type rateReport struct {
	Domains []*domainRates `json:"domains"`

	groups virt.DomainStatsTypes // that have columns
	first  bool
}

// Text prints a table, set off from the one before.
func (r *rateReport) Text(p *format.Printer) error {
	if !r.first {
		p.Println()
	}
	columns := r.columns()
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = c.title
	}
	t := format.NewTable(header...)
	t.Grow(len(r.Domains))
	for _, d := range r.Domains {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.text(d)
		}
		t.Row(row...)
	}
	p.Table(t)
	return nil
}

// A rateColumn is one column of the table.
type rateColumn struct {
	group virt.DomainStatsTypes
	title string
	text  func(*domainRates) string
}

// columns returns the columns of the chosen groups.
func (r *rateReport) columns() []rateColumn {
	bytes := func(field func(*domainRates) *float64) func(*domainRates) string {
		return func(d *domainRates) string { return rateText(field(d)) }
	}
	all := []rateColumn{
		{0, "Time", func(d *domainRates) string { return d.Time }},
		{0, "Name", func(d *domainRates) string { return d.Name }},
		{0, "State", func(d *domainRates) string { return d.State }},
		{virt.DomainStatsCPUTotal, "CPU", func(d *domainRates) string { return percentText(d.CPUPercent) }},
		{virt.DomainStatsBalloon, "Memory", func(d *domainRates) string { return memoryText(d.MemoryKiB) }},
		{virt.DomainStatsBalloon, "Used", func(d *domainRates) string { return memoryText(d.MemoryUsedKiB) }},
		{virt.DomainStatsBlock, "Read", bytes(func(d *domainRates) *float64 { return d.DiskReadBytes })},
		{virt.DomainStatsBlock, "Written", bytes(func(d *domainRates) *float64 { return d.DiskWrittenBytes })},
		{virt.DomainStatsInterface, "Received", bytes(func(d *domainRates) *float64 { return d.NetReceivedBytes })},
		{virt.DomainStatsInterface, "Sent", bytes(func(d *domainRates) *float64 { return d.NetSentBytes })},
	}
	var chosen []rateColumn
	for _, c := range all {
		if c.group == 0 || c.group&r.groups != 0 {
			chosen = append(chosen, c)
		}
	}
	return chosen
}

// notKnown stands where a text has no value.
const notKnown = "-"

func percentText(percent *float64) string {
	if percent == nil {
		return notKnown
	}
	return strconv.FormatFloat(*percent, 'f', 1, 64) + " %"
}

func memoryText(kib *uint64) string {
	if kib == nil || *kib > math.MaxUint64>>10 {
		return notKnown
	}
	return format.SizeText(*kib << 10)
}

// rateText is for bytes per second.
func rateText(rate *float64) string {
	if rate == nil {
		return notKnown
	}
	return format.SizeText(uint64(*rate)) + "/s"
}
