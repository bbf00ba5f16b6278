package domain

import (
	"context"
	"fmt"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func qemuMonitorEventSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "qemu-monitor-event", Help: "wait for events of QEMU's monitor",
		Description: "Show the next event that a QEMU sends its monitor, or, with --loop, all that come until\n" +
			"a timeout or Ctrl-C. It fails if there was none.",
		Examples: []string{"qemu-monitor-event --event STOP --loop --timeout 1"},
		Opts: []vsh.Opt{
			vsh.StringOpt("domain", "only events of this domain: name, ID or UUID", "domains").Loose(),
			vsh.StringOpt("event", "only events that QEMU calls so, such as STOP", "none").Loose(),
			vsh.BoolOpt("pretty", "show the JSON of the events on several lines"),
			vsh.BoolOpt("loop", "wait for more after the first, until a timeout or Ctrl-C"),
			vsh.IntOpt("timeout", "how many seconds to wait at most", "seconds").Loose(),
			vsh.BoolOpt("regex", "take the event as a regular expression"),
			vsh.BoolOpt("no-case", "take the event in any letter case"),
			vsh.BoolOpt("timestamp", "print the time before each event, in place of QEMU's own"),
			vsh.ReconnectOpt(),
		},
		Long: true,
		Run:  runQEMUMonitorEvent,
	}
}

var qemuMonitorEventFlags = vsh.FlagMap[virt.ConnectDomainQemuMonitorEventRegisterFlags]{
	"regex":   virt.ConnectDomainQEMUMonitorEventRegisterRegex,
	"no-case": virt.ConnectDomainQEMUMonitorEventRegisterNocase,
}

func runQEMUMonitorEvent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	show := monitorEventShower{pretty: a.Bool("pretty"), timestamp: a.Bool("timestamp")}
	var (
		only    *libvirt.Domain
		pattern string
	)
	loop, err := vsh.NewEventLoop(s, a, vsh.ListenTo(
		func(ctx context.Context, c *libvirt.Conn) (<-chan libvirt.QEMUMonitorEvent, error) {
			return c.QEMUMonitorEvents(ctx, only, pattern, qemuMonitorEventFlags.Of(a))
		}, show.event))
	if err != nil {
		return nil, err
	}
	if pattern, err = a.String("event"); err != nil {
		return nil, err
	}
	if a.Has("domain") {
		if only, err = s.Domain(ctx, a, vsh.ByAny); err != nil {
			return nil, err
		}
	}
	return loop, nil
}

// monitorEventShower is how QEMU's events are shown.
type monitorEventShower struct{ pretty, timestamp bool }

func (m monitorEventShower) event(ev libvirt.QEMUMonitorEvent) vsh.Event {
	e := vsh.Event{Name: ev.Event, Object: ref(ev.Domain), Lost: ev.Lost}
	details := "<null>"
	if ev.Details != nil {
		details = *ev.Details
		if data, err := parseJSON(details); err == nil {
			e.Field("data", data)
			if m.pretty {
				details = prettyJSON(data) + "\n"
			}
		}
	}
	if m.timestamp {
		e.Line = fmt.Sprintf("event %s for domain '%s': %s", ev.Event, ev.Domain.Name(), details)
		return e // the time is when it came here
	}
	e.Time = ev.Time
	e.Line = fmt.Sprintf("event %s at %d.%06d for domain '%s': %s", ev.Event, ev.Time.Unix(), ev.Time.Nanosecond()/1000,
		ev.Domain.Name(), details)
	return e
}
