package events

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func eventSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "event", Help: "wait for events of domains",
		Description: "Show the next event of a kind, or, with --loop, all that come until a timeout or Ctrl-C.\n" +
			"It fails if there was none.",
		Examples: []string{"event web --event lifecycle --loop --timeout 1 --timestamp"},
		Opts: vsh.EventOpts(
			vsh.StringOpt("domain", "only events of this domain: name, ID or UUID", "domains"),
			vsh.StringOpt("event", "which event to wait for", "domain-events"),
			vsh.BoolOpt("all", "wait for events of all kinds")),
		Long: true,
		Run:  runEvent,
	}
}

func runEvent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, pair := range [][2]string{{"all", "event"}, {"list", "all"}, {"list", "event"}} {
		if err := vsh.Exclusive(a, pair[0], pair[1]); err != nil {
			return nil, err
		}
	}
	if a.Bool("list") {
		return vsh.EventNames(names()[:listed]), nil
	}
	ids, err := wanted(a)
	if err != nil {
		return nil, err
	}
	var dom *libvirt.Domain
	loop, err := vsh.NewEventLoop(s, a, vsh.ListenTo(
		func(ctx context.Context, c *libvirt.Conn) (<-chan libvirt.AnyDomainEvent, error) {
			return c.AnyDomainEvents(ctx, dom, ids...)
		}, show))
	if err != nil {
		return nil, err
	}
	if a.Has("domain") {
		if dom, err = s.Domain(ctx, a, vsh.ByAny); err != nil {
			return nil, err
		}
	}
	return loop, nil
}

// wanted returns the numbers of the events that are asked for.
func wanted(a *vsh.Args) ([]virt.DomainEventID, error) {
	if a.Bool("all") {
		ids := make([]virt.DomainEventID, len(names()))
		for i := range ids {
			ids[i] = virt.DomainEventID(i)
		}
		return ids, nil
	}
	name, err := a.String("event")
	if err != nil {
		return nil, err
	}
	if !a.Has("event") {
		return nil, vsh.Failf("one of --list, --all, or --event <type> is required")
	}
	i := slices.Index(names(), name)
	if i < 0 {
		return nil, vsh.Failf("unknown event type %s", name)
	}
	return []virt.DomainEventID{virt.DomainEventID(i)}, nil
}

// listed is how many of names the option list shows: those of the release that its
// text is that of. The others are there all the same.
const listed = int(virt.DomainEventIDMemoryDeviceSizeChange) + 1

// names returns virsh's names of the events, by number.
func names() []string {
	names := make([]string, virt.DomainEventIDChannelLifecycle+1)
	for i := range names {
		names[i] = virt.DomainEventID(i).String()
	}
	names[virt.DomainEventIDPMWakeup] = "pm-wakeup"
	names[virt.DomainEventIDPMSuspend] = "pm-suspend"
	names[virt.DomainEventIDPMSuspendDisk] = "pm-suspend-disk"
	return names
}
