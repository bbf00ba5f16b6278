package host

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodecpustatsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodecpustats", Help: "show how the host's CPUs spend their time",
		Description: "Show the time in nanoseconds that the host's CPUs, or one of them, have spent in each way since the host's start.",
		Examples:    []string{"nodecpustats --percent"},
		Opts: []vsh.Opt{
			vsh.IntOpt("cpu", "number of one CPU", "int32").From("online-cpus").Loose(),
			vsh.BoolOpt("percent", "show how the next second is spent, as percentages"),
		},
		Run: runNodecpustats,
	}
}

// sampleTime is the time that --percent looks at.
const sampleTime = time.Second

func runNodecpustats(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	number, err := a.Int32("cpu")
	if err != nil {
		return nil, err
	}
	cpu := int(virt.NodeCPUStatsAllCPUs)
	if a.Has("cpu") {
		cpu = int(number)
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	n, err := conn.NumOfNodeCPUStats(ctx, cpu)
	if err != nil {
		return nil, vsh.Wrapf(err, "Unable to get number of cpu stats")
	}
	if n == 0 {
		return &cpuTimes{}, nil
	}
	first, err := readCPUTimes(ctx, conn, cpu, n)
	switch {
	case err != nil:
		return nil, err
	case !a.Bool("percent"):
		return first, nil
	case first.utilization != nil:
		return knownUsage(*first.utilization), nil
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-time.After(sampleTime):
	}
	second, err := readCPUTimes(ctx, conn, cpu, n)
	if err != nil {
		return nil, err
	}
	return usageBetween(first, second), nil
}

// cpuTimes is how long CPUs did what since the host's start. What the host does
// not tell is nil.
type cpuTimes struct {
	User   *uint64 `json:"userNs,omitempty"`
	System *uint64 `json:"systemNs,omitempty"`
	Idle   *uint64 `json:"idleNs,omitempty"`
	IOWait *uint64 `json:"iowaitNs,omitempty"`
	Intr   *uint64 `json:"interruptNs,omitempty"`

	utilization *uint64 // percent, of hosts that know no times
}

// readCPUTimes reads the n numbers that the host has of a CPU.
func readCPUTimes(ctx context.Context, conn *libvirt.Conn, cpu, n int) (*cpuTimes, error) {
	stats, err := conn.NodeCPUStatsN(ctx, cpu, n)
	if err != nil {
		return nil, vsh.Wrapf(err, "Unable to get node cpu stats")
	}
	var t cpuTimes
	for _, s := range stats {
		switch s.Field {
		case virt.NodeCPUStatsUser:
			t.User = &s.Value
		case virt.NodeCPUStatsKernel:
			t.System = &s.Value
		case virt.NodeCPUStatsIdle:
			t.Idle = &s.Value
		case virt.NodeCPUStatsIOWait:
			t.IOWait = &s.Value
		case virt.NodeCPUStatsIntr:
			t.Intr = &s.Value
		case virt.NodeCPUStatsUtilization:
			t.utilization = &s.Value
		}
	}
	return &t, nil
}

// Text prints one line for each time.
func (t *cpuTimes) Text(p *format.Printer) error {
	for _, line := range []struct {
		label string
		ns    *uint64
	}{{"user:", t.User}, {"system:", t.System}, {"idle:", t.Idle}, {"iowait:", t.IOWait}, {"intr:", t.Intr}} {
		if line.ns != nil {
			p.KeyValue(15, line.label, "%20d", *line.ns)
		}
	}
	return nil
}

// cpuUsage is how a stretch of time was spent. What the host does not tell is
// nil, and what cannot be told, since no time went by on its clock, NaN.
type cpuUsage struct {
	Usage  float64  `json:"usagePercent"`
	User   *float64 `json:"userPercent,omitempty"`
	System *float64 `json:"systemPercent,omitempty"`
	Idle   *float64 `json:"idlePercent,omitempty"`
	IOWait *float64 `json:"iowaitPercent,omitempty"`
	Intr   *float64 `json:"interruptPercent,omitempty"`

	whole bool // from whole numbers, and shown as such
}

// knownUsage returns the usage of a host that has only a percentage.
func knownUsage(utilization uint64) *cpuUsage {
	idle := float64(100 - utilization)
	return &cpuUsage{Usage: float64(utilization), Idle: &idle, whole: true}
}

// usageBetween returns how the time between two samples was spent.
func usageBetween(first, second *cpuTimes) *cpuUsage {
	total := 0.0
	spent := func(before, after *uint64) (ns uint64) {
		if before != nil && after != nil {
			ns = *after - *before
		}
		total += float64(ns)
		return ns
	}
	user := spent(first.User, second.User)
	system := spent(first.System, second.System)
	idle := spent(first.Idle, second.Idle)
	iowait := spent(first.IOWait, second.IOWait)
	intr := spent(first.Intr, second.Intr)
	percent := func(present *uint64, ns uint64) *float64 {
		if present == nil {
			return nil
		}
		share := float64(ns) / total * 100
		return &share
	}
	return &cpuUsage{
		Usage:  float64(user+system) / total * 100,
		User:   percent(second.User, user),
		System: percent(second.System, system),
		Idle:   percent(second.Idle, idle),
		IOWait: percent(second.IOWait, iowait),
		Intr:   percent(second.Intr, intr),
	}
}

// Text prints one line for each percentage.
func (u *cpuUsage) Text(p *format.Printer) error {
	for _, line := range []struct {
		label   string
		percent *float64
	}{{"usage:", &u.Usage}, {"user:", u.User}, {"system:", u.System}, {"idle:", u.Idle}, {"iowait:", u.IOWait}, {"intr:", u.Intr}} {
		if line.percent != nil {
			p.KeyValue(15, line.label, "%5s%%", u.number(*line.percent))
		}
	}
	return nil
}

func (u *cpuUsage) number(percent float64) string {
	switch {
	case math.IsNaN(percent):
		return "-nan" // as C prints the quotient of two zeros
	case u.whole:
		return fmt.Sprintf("%.0f", percent)
	}
	return fmt.Sprintf("%.1f", percent)
}
