package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func cpuStatsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "cpu-stats", Help: "show what a domain took of the host's CPUs",
		Description: "Show how much time of each CPU of the host a running domain took, and of all together;\n" +
			"or, with options, part of that.",
		Examples: []string{"cpu-stats web --total"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("total", "all CPUs together"),
			vsh.IntOpt("start", "each CPU from this number on", "int32").From("host-cpus").Loose(),
			vsh.IntOpt("count", "each of so many CPUs", "int32").From("none").Loose(),
		},
		Run: runCPUStats,
	}
}

func runCPUStats(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	start, err := a.Int32("start")
	if err != nil {
		return nil, err
	}
	if start < 0 {
		return nil, vsh.Failf("Invalid value for start CPU")
	}
	count, err := a.Int32("count")
	if err != nil {
		return nil, err
	}
	if count < 0 {
		return nil, vsh.Failf("Invalid value for number of CPUs to show")
	}
	if !a.Has("count") {
		count = -1
	}
	each := vsh.Count(a, "start", "count") > 0
	total := a.Bool("total") || !each
	each = each || !a.Bool("total")
	stats := &cpuStats{CPUs: []cpuStat{}}
	if each {
		if err := stats.addEach(ctx, dom, int(start), int(count)); err != nil {
			return stats, err
		}
	}
	if total {
		params, err := dom.CPUStatsTotal(ctx)
		if err != nil {
			return stats, noCPUStats(err, dom)
		}
		stats.Total = newCPUTimes(params)
	}
	return stats, nil
}

func noCPUStats(err error, dom *libvirt.Domain) error {
	return vsh.Wrapf(err, "Failed to retrieve CPU statistics for domain '%s'", dom.Name())
}

// cpuStats is what a domain took of the host's CPUs.
type cpuStats struct {
	CPUs  []cpuStat `json:"cpus"`
	Total *cpuTimes `json:"total,omitempty"` // if asked for

	onlyCPUs int  // there are, when more were asked for; 0: enough
	untold   bool // the host tells of no single CPU
}

// cpuStat is what a domain took of one CPU.
type cpuStat struct {
	Number int `json:"number"`
	cpuTimes
}

// addEach adds count CPUs from the one numbered start on; all from there for -1.
func (c *cpuStats) addEach(ctx context.Context, dom *libvirt.Domain, start, count int) error {
	n, err := dom.NumOfCPUs(ctx)
	if err != nil {
		return noCPUStats(err, dom)
	}
	if start >= n {
		return vsh.Failf("Start CPU %d is out of range (min: 0, max: %d)", start, n-1)
	}
	if count > n {
		c.onlyCPUs = n
	}
	if count < 0 || count > n {
		count = n - start
	}
	stats, err := dom.CPUStats(ctx, start, count)
	c.untold = err == nil && stats == nil
	for i, params := range stats {
		if params != nil {
			c.CPUs = append(c.CPUs, cpuStat{start + i, *newCPUTimes(params)})
		}
	}
	if err != nil {
		return noCPUStats(err, dom)
	}
	return nil
}

// cpuTimes is times, in nanoseconds, and other numbers of the host.
type cpuTimes struct {
	format.Object

	params []virt.TypedParam
}

func newCPUTimes(params []virt.TypedParam) *cpuTimes {
	t := &cpuTimes{params: params}
	for _, p := range params {
		t.Object = append(t.Object, format.Field{Name: paramKey(p.Name), Value: p.Value.Any()})
	}
	return t
}

// Text prints a paragraph for each CPU and one for all together.
func (c *cpuStats) Text(p *format.Printer) error {
	if c.onlyCPUs > 0 {
		p.Printf("Only %d CPUs available to show\n", c.onlyCPUs)
	}
	if c.untold {
		p.Print("No per-CPU stats available")
	}
	for _, cpu := range c.CPUs {
		p.Printf("CPU%d:\n", cpu.Number)
		cpu.print(p)
	}
	switch {
	case c.Total == nil:
	case len(c.Total.params) == 0:
		p.Print("No total stats available")
	default:
		p.Print("Total:\n")
		c.Total.print(p)
	}
	return nil
}

// print prints a line for each number, times in seconds.
func (t *cpuTimes) print(p *format.Printer) {
	for _, param := range t.params {
		p.Printf("\t%-12s ", param.Name)
		if ns, ok := param.Value.Uint64(); ok && paramUnit(param.Name) == "Ns" {
			p.Printf("%9d.%09d seconds\n", ns/1e9, ns%1e9)
		} else {
			p.Printf("%s\n", param.Value)
		}
	}
}
