package domain

import (
	"context"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func schedinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "schedinfo", Help: "show or set how a domain is scheduled",
		Description: "Show the scheduler of a domain and its parameters, or set those that are given. Which\n" +
			"there are depends on the host.",
		Examples: []string{
			"schedinfo web",
			"schedinfo web --set cpu_shares=2048 --live",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntOpt("weight", "set the parameter weight, of Xen's scheduler", "as the host has it"),
			vsh.IntOpt("cap", "set the parameter cap, of Xen's scheduler", "as the host has it"),
			vsh.BoolOpt("current", "affect the domain as it is now: running, else the next boot"),
			vsh.BoolOpt("config", "affect the next boot"),
			vsh.BoolOpt("live", "affect the running domain"),
			vsh.ArgvOpt("set", "parameters to set, each as NAME=VALUE", "scheduler-parameters"),
		},
		Run: runSchedinfo,
	}
}

func runSchedinfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	kind, n, err := dom.SchedulerType(ctx)
	if err != nil {
		return nil, err
	}
	info := &schedulerInfo{Scheduler: kind}
	if n <= 0 {
		return info, vsh.ErrQuiet // as virsh: nothing can be shown or set
	}
	t := scheduling{dom: dom, n: n, impact: impact, flags: impact != 0 || a.Bool("current")}
	return info, t.run(ctx, a, info)
}

// schedulerInfo is the scheduler of a domain.
type schedulerInfo struct {
	Scheduler string `json:"scheduler"`
	paramList
}

// Text prints a line for the scheduler and for each parameter.
func (i *schedulerInfo) Text(p *format.Printer) error {
	p.Printf("%-15s: %s\n", "Scheduler", i.Scheduler)
	return i.paramList.Text(p)
}

// scheduling reads and changes the n parameters of a domain's scheduler.
type scheduling struct {
	dom    *libvirt.Domain
	n      int
	impact virt.DomainModificationImpact
	flags  bool // to be told to the host; one of old knows none
}

// run changes the parameters that a has and puts all into info.
func (t *scheduling) run(ctx context.Context, a *vsh.Args, info *schedulerInfo) error {
	params, err := t.get(ctx)
	if err != nil {
		return err
	}
	changes, err := schedulerChanges(a, params)
	if err != nil {
		return err
	}
	switch {
	case len(changes) > 0:
		if err := t.set(ctx, changes); err != nil {
			return err
		}
		if params, err = t.get(ctx); err != nil {
			return err
		}
	case t.both():
		return vsh.Failf("cannot query both live and config at once")
	}
	for _, p := range params {
		info.add(p)
	}
	return nil
}

// both reports whether the running domain and the next boot are meant. What was
// set is then read from one of them.
func (t *scheduling) both() bool {
	return t.impact == virt.DomainAffectLive|virt.DomainAffectConfig
}

func (t *scheduling) get(ctx context.Context) ([]virt.TypedParam, error) {
	switch {
	case !t.flags:
		return t.dom.SchedulerParametersN(ctx, t.n)
	case t.both():
		return t.dom.SchedulerParametersFlagsN(ctx, t.n, virt.DomainAffectCurrent)
	}
	return t.dom.SchedulerParametersFlagsN(ctx, t.n, t.impact)
}

func (t *scheduling) set(ctx context.Context, params []virt.TypedParam) error {
	if t.flags {
		return t.dom.SetSchedulerParametersFlags(ctx, params, t.impact)
	}
	return t.dom.SetSchedulerParameters(ctx, params)
}

// schedulerChanges returns the parameters that a has, with the types that they
// have among the host's.
func schedulerChanges(a *vsh.Args, known []virt.TypedParam) ([]virt.TypedParam, error) {
	var changes []virt.TypedParam
	add := func(name, word string) error {
		i := slices.IndexFunc(known, func(p virt.TypedParam) bool { return p.Name == name })
		if i < 0 {
			return vsh.Failf("invalid scheduler option: %s", name)
		}
		p, err := vsh.ParseTyped(name, word, known[i].Value.Type())
		changes = append(changes, p)
		return err
	}
	for _, setting := range a.Argv("set") {
		name, word, ok := strings.Cut(setting, "=")
		if !ok {
			return nil, vsh.Failf("Invalid syntax for --set, expecting name=value")
		}
		if err := add(name, word); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"cap", "weight"} {
		word, err := a.String(name)
		if err != nil {
			return nil, err
		}
		if a.Has(name) {
			if err := add(name, word); err != nil {
				return nil, err
			}
		}
	}
	return changes, nil
}
