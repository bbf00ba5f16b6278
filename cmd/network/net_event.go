package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netEventSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-event", Help: "wait for events of networks",
		Description: "Show the next event of a kind, or, with --loop, all that come until a timeout or Ctrl-C.\n" +
			"It fails if there was none.",
		Examples: []string{"net-event --event lifecycle --loop --timeout 1"},
		Opts: vsh.EventOpts(
			vsh.StringOpt("network", "only events of this network: name or UUID", "networks"),
			vsh.StringOpt("event", "which event to wait for", "network-events")),
		Long: true,
		Run:  runNetEvent,
	}
}

func runNetEvent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	names := []string{virt.NetworkEventIDLifecycle.String(), virt.NetworkEventIDMetadataChange.String()}
	id, list, err := vsh.ChooseEvent(a, names, 1)
	if err != nil || list != nil {
		return list, err
	}
	var only *libvirt.Network
	loop, err := vsh.NewEventLoop(s, a, vsh.ListenTo(
		func(ctx context.Context, c *libvirt.Conn) (<-chan libvirt.AnyNetworkEvent, error) {
			return c.AnyNetworkEvents(ctx, only, virt.NetworkEventID(id))
		}, showNetEvent))
	if err != nil {
		return nil, err
	}
	// differs from virsh: with a name that is none, it waits for the events of all.
	if a.Has("network") {
		if only, err = s.Network(ctx, a, vsh.ByUUID|vsh.ByName); err != nil {
			return nil, err
		}
	}
	return loop, nil
}

func showNetEvent(ev libvirt.AnyNetworkEvent) vsh.Event {
	e := vsh.ObjectEvent(ev.ID.String(), ev.Object.Ref(), "network", ev.Object.Name(), ev.Lost)
	switch d := ev.Data.(type) {
	case virt.NetworkEventLifecycleType:
		e.Lifecycle(d, int(d), "Defined", "Undefined", "Started", "Stopped")
	case libvirt.MetadataChange:
		e.Metadata(d)
	}
	return e
}
