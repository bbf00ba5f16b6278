package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodedevEventSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-event", Help: "wait for events of node devices",
		Description: "Show the next event of a kind, or, with --loop, all that come until a timeout or Ctrl-C.\n" +
			"It fails if there was none.",
		Examples: []string{"nodedev-event --list"},
		Opts: vsh.EventOpts(
			vsh.StringOpt("device", "only events of the device of this name", "nodedevs"),
			vsh.StringOpt("event", "which event to wait for", "nodedev-events")),
		Long: true,
		Run:  runNodedevEvent,
	}
}

func runNodedevEvent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	names := []string{virt.NodeDeviceEventIDLifecycle.String(), virt.NodeDeviceEventIDUpdate.String()}
	id, list, err := vsh.ChooseEvent(a, names, 2)
	if err != nil || list != nil {
		return list, err
	}
	var only *libvirt.NodeDevice
	loop, err := vsh.NewEventLoop(s, a, vsh.ListenTo(
		func(ctx context.Context, c *libvirt.Conn) (<-chan libvirt.AnyNodeDeviceEvent, error) {
			return c.AnyNodeDeviceEvents(ctx, only, virt.NodeDeviceEventID(id))
		}, showNodedevEvent))
	if err != nil {
		return nil, err
	}
	if a.Has("device") {
		if only, err = byName(ctx, s, a); err != nil {
			return nil, err
		}
	}
	return loop, nil
}

func showNodedevEvent(ev libvirt.AnyNodeDeviceEvent) vsh.Event {
	e := vsh.ObjectEvent(ev.ID.String(), ev.Object.Ref(), "node device", ev.Object.Name(), ev.Lost)
	if typ, ok := ev.Data.(virt.NodeDeviceEventLifecycleType); ok {
		e.Lifecycle(typ, int(typ), "Created", "Deleted", "Defined", "Undefined")
	}
	return e
}
