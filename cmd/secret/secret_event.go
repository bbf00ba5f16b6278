package secret

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func secretEventSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "secret-event", Help: "wait for events of secrets",
		Description: "Show the next event of a kind, or, with --loop, all that come until a timeout or Ctrl-C.\n" +
			"It fails if there was none.",
		Examples: []string{"secret-event --list"},
		Opts: vsh.EventOpts(
			vsh.StringOpt("secret", "only events of the secret with this UUID", "secrets"),
			vsh.StringOpt("event", "which event to wait for", "secret-events")),
		Long: true,
		Run:  runSecretEvent,
	}
}

func runSecretEvent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	names := []string{virt.SecretEventIDLifecycle.String(), virt.SecretEventIDValueChanged.String()}
	id, list, err := vsh.ChooseEvent(a, names, 2)
	if err != nil || list != nil {
		return list, err
	}
	var only *libvirt.Secret
	loop, err := vsh.NewEventLoop(s, a, vsh.ListenTo(
		func(ctx context.Context, c *libvirt.Conn) (<-chan libvirt.AnySecretEvent, error) {
			return c.AnySecretEvents(ctx, only, virt.SecretEventID(id))
		}, showSecretEvent))
	if err != nil {
		return nil, err
	}
	// differs from virsh: with a name that is none, it waits for the events of all.
	if a.Has("secret") {
		if only, err = lookup(ctx, s, a); err != nil {
			return nil, err
		}
	}
	return loop, nil
}

func showSecretEvent(ev libvirt.AnySecretEvent) vsh.Event {
	e := vsh.ObjectEvent(ev.ID.String(), ev.Object.Ref(), "secret", ev.Object.UUID().String(), ev.Lost)
	if typ, ok := ev.Data.(virt.SecretEventLifecycleType); ok {
		e.Lifecycle(typ, int(typ), "Defined", "Undefined")
	}
	return e
}
