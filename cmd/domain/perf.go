package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func perfSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "perf", Help: "show or set which events are counted",
		Description: "Show which performance events of a domain are counted, or start and stop counting some.\n" +
			"domstats --perf shows the numbers.",
		Examples: []string{
			"perf web",
			"perf web --enable cmt,mbml",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringOpt("enable", "events to count from now on, with commas between", "perf-events,").Loose(),
			vsh.StringOpt("disable", "events to count no longer, with commas between", "perf-events,").Loose(),
		}, vsh.ConfigLiveCurrent()...),
		Run: runPerf,
	}
}

func runPerf(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	var params []virt.TypedParam
	for _, opt := range []string{"enable", "disable"} {
		events, err := a.String(opt)
		if err != nil {
			return nil, err
		}
		for event := range strings.SplitSeq(events, ",") {
			if event != "" {
				params = append(params, virt.TypedParam{Name: event, Value: virt.BooleanValue(opt == "enable")})
			}
		}
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if len(params) > 0 {
		if err := dom.SetPerfEvents(ctx, params, impact); err != nil {
			return nil, vsh.Wrapf(err, "Unable to enable/disable perf events")
		}
	} else if params, err = dom.PerfEvents(ctx, impact); err != nil {
		return nil, vsh.Wrapf(err, "Unable to get perf events")
	}
	l := &perfList{Events: []perfEvent{}}
	for _, p := range params {
		if on, ok := p.Value.Bool(); ok {
			l.Events = append(l.Events, perfEvent{p.Name, on})
		}
	}
	return l, nil
}

// perfList is performance events: all, or those that were changed.
type perfList struct {
	Events []perfEvent `json:"events"`
}

type perfEvent struct {
	Name    string `json:"name"`
	Enabled bool   `json:"enabled"`
}

// Text prints a line for each event, which --quiet drops.
func (l *perfList) Text(p *format.Printer) error {
	for _, e := range l.Events {
		p.Message("%-15s: %s\n", e.Name, onVerb(e.Enabled))
	}
	return nil
}
