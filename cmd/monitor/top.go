package monitor

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// topInterval is how often top looks at the host when nobody says.
const topInterval = 2 * time.Second

func topSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "top", Help: "watch what domains use on the terminal",
		Description: "Show the domains on the whole terminal, with what they use per second of CPU, disks and network, " +
			"and how that was in the last minutes, again and again until q is typed. " +
			"Keys sort (1 to 5) and filter (/) the domains, and start, pause, reboot, shut down and destroy the chosen one, " +
			"which must be confirmed. For scripts there is domstats --rate.",
		Examples: []string{"top", "top --sort memory --interval 5"},
		Opts: []vsh.Opt{
			vsh.BoolOpt("all", "show domains that do not run too"),
			vsh.StringOpt("sort", "what comes first: name, cpu, memory, disk, network (default: cpu)", "top-orders"),
			vsh.StringOpt("filter", "only domains with this in their name", "none"),
			vsh.IntOpt("interval", "look every so many seconds (default: 2)", "seconds"),
		},
		Run:  runTop,
		Long: true,
	}
}

func runTop(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	v := &topView{all: a.Bool("all"), order: orderCPU, color: s.Color.Colored(s.ColorTerminal), uri: s.URI, now: s.Now}
	if name, err := a.String("sort"); err != nil {
		return nil, err
	} else if name != "" {
		if v.order, err = orderOf(name); err != nil {
			return nil, err
		}
	}
	var err error
	if v.filter, err = a.String("filter"); err != nil {
		return nil, err
	}
	if v.interval, err = a.Seconds("interval"); err != nil {
		return nil, err
	}
	if v.interval == 0 {
		v.interval = topInterval
	}
	terminal, ok := tty.Open(s.In)
	if !ok || s.Size == nil || s.Format != format.FormatText {
		return nil, vsh.Failf("top needs a terminal; use 'domstats --rate SECONDS' where there is none")
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	ask := statsAsk(func(ctx context.Context, flags virt.ConnectGetAllDomainStatsFlags) ([]libvirt.DomainStats, error) {
		return conn.AllDomainStats(ctx, usageGroups, flags)
	})
	t := &top{
		view: v, meter: &meter{ask: ask.unhindered(0), now: s.Now}, terminal: terminal,
		screen: &topScreen{out: s.Out, size: s.Size},
	}
	return format.StreamFunc(func(ctx context.Context, _ func(format.Result) error) error { return t.run(ctx) }), nil
}
