package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func poolEventSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-event", Help: "wait for events of storage pools",
		Description: "Show the next event of a kind, or, with --loop, all that come until a timeout or Ctrl-C.\n" +
			"It fails if there was none.",
		Examples: []string{"pool-event --list"},
		Opts: vsh.EventOpts(
			vsh.StringOpt("pool", "only events of this pool: name or UUID", "pools"),
			vsh.StringOpt("event", "which event to wait for", "pool-events")),
		Long: true,
		Run:  runPoolEvent,
	}
}

func runPoolEvent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	names := []string{virt.StoragePoolEventIDLifecycle.String(), virt.StoragePoolEventIDRefresh.String()}
	id, list, err := vsh.ChooseEvent(a, names, 2)
	if err != nil || list != nil {
		return list, err
	}
	var only *libvirt.StoragePool
	loop, err := vsh.NewEventLoop(s, a, vsh.ListenTo(
		func(ctx context.Context, c *libvirt.Conn) (<-chan libvirt.AnyStoragePoolEvent, error) {
			return c.AnyStoragePoolEvents(ctx, only, virt.StoragePoolEventID(id))
		}, showPoolEvent))
	if err != nil {
		return nil, err
	}
	// differs from virsh: with a name that is none, it waits for the events of all.
	if a.Has("pool") {
		if only, err = s.Pool(ctx, a, vsh.ByUUID|vsh.ByName); err != nil {
			return nil, err
		}
	}
	return loop, nil
}

func showPoolEvent(ev libvirt.AnyStoragePoolEvent) vsh.Event {
	e := vsh.ObjectEvent(ev.ID.String(), ev.Object.Ref(), "storage pool", ev.Object.Name(), ev.Lost)
	if typ, ok := ev.Data.(virt.StoragePoolEventLifecycleType); ok {
		e.Lifecycle(typ, int(typ), "Defined", "Undefined", "Started", "Stopped", "Created", "Deleted")
	}
	return e
}
