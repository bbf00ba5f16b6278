package domain

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A startFunc starts a domain.
type startFunc func(virt.DomainCreateFlags) (*libvirt.Domain, error)

// startHeld starts a domain whose console is opened next with its CPUs stopped, so
// that nothing of what it prints is lost. held tells that they are, and must run
// once the console is open. A host that cannot do that starts it as ever.
func startHeld(s *vsh.Session, flags virt.DomainCreateFlags, start startFunc) (dom *libvirt.Domain, held bool, err error) {
	_, ok := tty.Open(s.In)
	if !ok || flags&virt.DomainStartPaused != 0 {
		dom, err = start(flags)
		return dom, false, err
	}
	dom, err = start(flags | virt.DomainStartPaused)
	if errors.Is(err, virt.ErrInvalidArg) || errors.Is(err, virt.ErrNoSupport) { // as for flags that it does not know
		dom, err = start(flags)
		return dom, false, err
	}
	return dom, err == nil, err
}

// consoleOf returns the console of a domain that was just started. With held its
// CPUs run after that in any case, whatever happens to the console.
func consoleOf(s *vsh.Session, dom *libvirt.Domain, held bool) *console {
	return &console{session: s, dom: dom, escape: &escapeCharacter{s.Escape}, held: held}
}

// runStarted is run for a console that consoleOf returned. started is what is to be
// told first.
func (c *console) runStarted(ctx context.Context, started format.Result, yield func(format.Result) error) error {
	err := yield(started)
	if err == nil {
		err = c.run(ctx, yield)
	}
	if c.held { // still
		err = vsh.Both(err, c.release(context.WithoutCancel(ctx)))
	}
	return err
}

// release lets the CPUs of a domain that was held run.
func (c *console) release(ctx context.Context) error {
	c.held = false
	if err := c.dom.Resume(ctx); err != nil {
		return vsh.Wrapf(err, "Failed to resume domain '%s'", c.dom.Name())
	}
	return nil
}
