package domain

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func vcpucountSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vcpucount", Help: "count a domain's virtual CPUs",
		Description: "Show how many virtual CPUs a domain can have and has, running and after its next\n" +
			"start; or, with options, one of these numbers.",
		Examples: []string{"vcpucount web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.BoolOpt("maximum", "how many it can have"),
			vsh.BoolOpt("active", "how many it has"),
			vsh.BoolOpt("live", "of the running domain"),
			vsh.BoolOpt("config", "of the next start"),
			vsh.BoolOpt("current", "of the running domain, or of the next start if it does not run"),
			vsh.BoolOpt("guest", "as the guest agent tells"),
		},
		Run: runVcpucount,
	}
}

func runVcpucount(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vcpucountExclusive(a); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if vsh.Count(a, "maximum", "active", "live", "config", "current", "guest") == 0 {
		live, config, err := dom.VcpuCounts(ctx)
		if err != nil {
			return nil, err
		}
		return &vcpuCounts{Config: newVcpuCount(config), Live: newVcpuCount(live)}, nil
	}
	n, err := dom.VcpusFlags(ctx, vcpucountFlags.Of(a))
	if a.Bool("guest") && (errors.Is(err, virt.ErrNoSupport) || errors.Is(err, virt.ErrInvalidArg)) {
		return nil, vsh.Wrapf(err, "Failed to retrieve vCPU count from the guest")
	}
	if err != nil {
		return nil, err
	}
	return format.Value("count", n), nil
}

var vcpucountFlags = vsh.FlagMap[virt.DomainVcpuFlags]{
	"maximum": virt.DomainVcpuMaximum,
	"live":    virt.DomainVcpuLive,
	"config":  virt.DomainVcpuConfig,
	"guest":   virt.DomainVcpuGuest,
}

// vcpucountExclusive returns an error if options contradict each other. --current
// without --maximum and --active is an old word for --active, and so goes with
// all that goes with it.
func vcpucountExclusive(a *vsh.Args) error {
	pairs := [][2]string{{"live", "config"}, {"active", "maximum"}, {"guest", "config"}}
	if vsh.Count(a, "maximum", "active") > 0 {
		pairs = [][2]string{{"live", "config"}, {"current", "live"}, {"current", "config"}, {"active", "maximum"}, {"guest", "config"}}
	}
	for _, pair := range pairs {
		if err := vsh.Exclusive(a, pair[:]...); err != nil {
			return err
		}
	}
	return nil
}

// vcpuCounts is all counts there are: of the configuration, unless the domain is
// transient, and of the running domain.
type vcpuCounts struct {
	Config *vcpuCount `json:"config,omitempty"`
	Live   *vcpuCount `json:"live,omitempty"`
}

type vcpuCount struct {
	Maximum int `json:"maximum"`
	Current int `json:"current"`
}

func newVcpuCount(c *libvirt.VcpuCount) *vcpuCount { return (*vcpuCount)(c) }

// Text prints a line for each count.
func (c *vcpuCounts) Text(p *format.Printer) error {
	line := func(kind, of string, n int) { p.Printf("%-12s %-12s %3d\n", kind, of, n) }
	if c.Config != nil {
		line("maximum", "config", c.Config.Maximum)
	}
	if c.Live != nil {
		line("maximum", "live", c.Live.Maximum)
	}
	if c.Config != nil {
		line("current", "config", c.Config.Current)
	}
	if c.Live != nil {
		line("current", "live", c.Live.Current)
	}
	return nil
}
