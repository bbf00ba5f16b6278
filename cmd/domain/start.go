package domain

import (
	"context"
	"errors"
	"os"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func startSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "start", Help: "start a defined domain",
		Description: "Start a domain that is defined and does not run. If it has a managed save image it\n" +
			"goes on from there, else it boots.",
		Examples: []string{
			"start db",
			"start db --paused",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name or UUID of the domain", "domains-shutoff"),
			vsh.BoolOpt("console", "attach to its console then"),
			vsh.BoolOpt("paused", "leave its CPUs stopped"),
			vsh.BoolOpt("autodestroy", "destroy it when the connection ends"),
			vsh.BoolOpt("bypass-cache", "read the managed save image past the host's file cache"),
			vsh.BoolOpt("force-boot", "boot, and drop the managed save image"),
			passFDsOpt(),
			vsh.BoolOpt("reset-nvram", "make the NVRAM anew from its template"),
			vsh.StringOpt("wait", "return when it meets a condition, see await", "await-conditions"),
			waitTimeoutOpt(),
		},
		Run: runStart,
	}
}

var startFlags = vsh.FlagMap[virt.DomainCreateFlags]{
	"paused":       virt.DomainStartPaused,
	"autodestroy":  virt.DomainStartAutodestroy,
	"bypass-cache": virt.DomainStartBypassCache,
	"force-boot":   virt.DomainStartForceBoot,
	"reset-nvram":  virt.DomainStartResetNVRAM,
}

func runStart(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if a.Bool("console") {
		if err := asText(s); err != nil {
			return nil, err
		}
	}
	if err := vsh.Exclusive(a, "console", "wait"); err != nil {
		return nil, err
	}
	timeout, err := waitTimeout(a)
	if err != nil {
		return nil, err
	}
	condition := ""
	if a.Has("wait") {
		if condition, err = conditionOf(a, "wait"); err != nil {
			return nil, err
		}
	}
	dom, err := s.Domain(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	if dom.ID() >= 0 {
		return nil, vsh.Failf("Domain is already active")
	}
	fds, err := passFDs(a)
	if err != nil {
		return nil, err
	}
	flags := startFlags.Of(a)
	var c *console
	if a.Bool("console") {
		c, err = startWithConsole(ctx, s, dom, fds, flags)
	} else {
		err = start(ctx, dom, fds, flags)
	}
	if err != nil {
		return nil, err
	}
	started := format.Done("started", ref(dom), "Domain '%s' started\n", dom.Name())
	if condition != "" {
		w := &waiter{dom: dom, condition: condition, active: true}
		return started, w.wait(ctx, timeout)
	}
	if c == nil {
		return started, nil
	}
	return format.StreamFunc(func(ctx context.Context, yield func(format.Result) error) error {
		return c.runStarted(ctx, started, yield)
	}), nil
}

// startWithConsole starts dom for a console that is opened next.
func startWithConsole(ctx context.Context, s *vsh.Session, dom *libvirt.Domain, fds []int, flags virt.DomainCreateFlags) (*console, error) {
	run := func(flags virt.DomainCreateFlags) (*libvirt.Domain, error) { return dom, start(ctx, dom, fds, flags) }
	if flags&virt.DomainStartForceBoot == 0 {
		// A domain that was saved while it was paused must stay so.
		if saved, err := dom.HasManagedSave(ctx, 0); err == nil && saved {
			_, err := run(flags)
			return consoleOf(s, dom, false), err
		}
	}
	_, held, err := startHeld(s, flags, run)
	return consoleOf(s, dom, held), err
}

// start starts dom. Its error is the whole account.
func start(ctx context.Context, dom *libvirt.Domain, fds []int, flags virt.DomainCreateFlags) error {
	if flags&virt.DomainStartForceBoot != 0 {
		err := startOnce(ctx, dom, fds, flags)
		if !errors.Is(err, virt.ErrNoSupport) && !errors.Is(err, virt.ErrInvalidArg) {
			return err
		}
		// An old host does not know the flag, but it can be done by hand.
		if saved, err := dom.HasManagedSave(ctx, 0); err == nil && saved {
			if err := dom.ManagedSaveRemove(ctx, 0); err != nil {
				return err
			}
		}
		flags &^= virt.DomainStartForceBoot
	}
	if err := startOnce(ctx, dom, fds, flags); err != nil {
		return vsh.Wrapf(err, "Failed to start domain '%s'", dom.Name())
	}
	return nil
}

func startOnce(ctx context.Context, dom *libvirt.Domain, fds []int, flags virt.DomainCreateFlags) error {
	switch {
	case len(fds) > 0:
		return withFiles(fds, func(files []*os.File) error { return dom.CreateWithFiles(ctx, files, flags) })
	case flags != 0:
		return dom.CreateWithFlags(ctx, flags)
	}
	return dom.Create(ctx)
}
