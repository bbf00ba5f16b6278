package domain

import (
	"cmp"
	"context"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func rebootSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "reboot", Help: "ask a domain to restart",
		Description: "Ask the guest of a domain to restart. It may take its time, or ignore it.",
		Examples:    []string{"reboot web"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			shutdownModeOpt(),
		}, waitOpts("return when the guest has done so")...),
		Run: runReboot,
	}
}

func runReboot(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	modes, err := shutdownModes(a, " or")
	if err != nil {
		return nil, err
	}
	timeout, err := waitTimeout(a)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	// The ways to ask have the same numbers in both calls.
	flags := virt.DomainRebootFlagValues(modes)
	if a.Bool("wait") {
		err = rebootAndWait(ctx, dom, flags, timeout)
	} else {
		err = dom.Reboot(ctx, flags)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to reboot domain '%s'", a.Raw("domain"))
	}
	if a.Bool("wait") {
		return format.Done("rebooted", ref(dom), "Domain '%s' rebooted\n", a.Raw("domain")), nil
	}
	return format.Done("rebootRequested", ref(dom), "Domain '%s' is being rebooted\n", a.Raw("domain")), nil
}

// rebootAndWait asks the guest to restart, and returns when the host has told that it
// did. The events are registered first, for the guest may be quick.
func rebootAndWait(ctx context.Context, dom *libvirt.Domain, flags virt.DomainRebootFlagValues, timeout time.Duration) error {
	limited, cancel := context.WithCancel(ctx)
	if timeout > 0 {
		limited, cancel = context.WithTimeout(ctx, timeout)
	}
	defer cancel()
	events, err := dom.Conn().AnyDomainEvents(limited, dom, virt.DomainEventIDReboot, virt.DomainEventIDLifecycle)
	if err != nil {
		return err
	}
	if err := dom.Reboot(limited, flags); err != nil {
		return err
	}
	for ev := range events {
		if ev.ID == virt.DomainEventIDReboot {
			return nil
		}
		if d, ok := ev.Data.(libvirt.DomainLifecycle); ok && d.Type == virt.DomainEventStopped {
			return vsh.Failf("domain '%s' stopped instead", dom.Name())
		}
	}
	if ctx.Err() == nil && limited.Err() != nil {
		return waitTimedOut(dom.Name(), "did not restart", timeout)
	}
	return cmp.Or(ctx.Err(), dom.Conn().Err())
}
