package domain

import (
	"context"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The conditions that can be waited for.
const (
	untilInactive = "inactive"
	untilRunning  = "running"
	untilPaused   = "paused"
	untilAgent    = "agent"
	untilAddress  = "address"
)

// conditionOf returns the condition that an option names.
func conditionOf(a *vsh.Args, opt string) (string, error) {
	word, err := a.String(opt)
	if err != nil {
		return "", err
	}
	all := []string{untilInactive, untilRunning, untilPaused, untilAgent, untilAddress}
	if !slices.Contains(all, word) {
		return "", vsh.Failf("Unknown condition '%s', expecting one of: %s", word, strings.Join(all, ", "))
	}
	return word, nil
}

// addressInterval is how often a guest's addresses are asked for: no event tells of
// them.
const addressInterval = time.Second

// A waiter waits until a domain meets a condition.
type waiter struct {
	dom       *libvirt.Domain
	condition string
	active    bool // the domain was seen to run
}

// wait waits; a timeout of 0 is none.
func (w *waiter) wait(ctx context.Context, timeout time.Duration) error {
	limited := ctx
	if timeout > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, timeout)
		defer cancel()
	}
	every := time.Duration(0)
	if w.condition == untilAddress {
		every = addressInterval
	}
	err := w.dom.Await(limited, every, w.met)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return waitTimedOut(w.dom.Name(), "did not meet the condition '"+w.condition+"'", timeout)
	}
	return err
}

// met reports whether the domain meets the condition now. The error is that it
// never will.
func (w *waiter) met(ctx context.Context) (bool, error) {
	state, _, err := w.dom.State(ctx)
	gone := errors.Is(err, virt.ErrNoDomain) // a transient one
	if err != nil && !gone {
		return false, vsh.Wrapf(err, "Unable to get domain status")
	}
	if gone || state == virt.DomainShutoff {
		switch {
		case w.condition == untilInactive:
			return true, nil
		case gone:
			return false, vsh.Failf("domain '%s' does not exist any more", w.dom.Name())
		case w.active:
			return false, vsh.Failf("domain '%s' stopped before it met the condition '%s'", w.dom.Name(), w.condition)
		}
		return false, nil
	}
	w.active = true
	switch w.condition {
	case untilRunning:
		return state == virt.DomainRunning || state == virt.DomainBlocked, nil
	case untilPaused:
		return state == virt.DomainPaused, nil
	case untilAgent:
		return w.hasAgent(ctx)
	case untilAddress:
		return w.hasAddress(ctx)
	}
	return false, nil
}

// guestXML is what a domain's XML tells of the ways into its guest.
type guestXML struct {
	Channels []struct {
		Target struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
		} `xml:"target"`
	} `xml:"devices>channel"`
	Interfaces []struct{} `xml:"devices>interface"`
}

// agentChannel begins the names of the channels that agents listen on.
const agentChannel = "org.qemu.guest_agent."

// agent reports whether there is a channel for an agent, and whether one is there.
func (g *guestXML) agent() (channel, connected bool) {
	for _, c := range g.Channels {
		if strings.HasPrefix(c.Target.Name, agentChannel) {
			return true, c.Target.State == "connected"
		}
	}
	return false, false
}

func (w *waiter) guest(ctx context.Context) (*guestXML, error) {
	doc, err := w.dom.XMLDesc(ctx, 0)
	if err != nil {
		return nil, err
	}
	g := &guestXML{}
	return g, parse(doc, g)
}

func (w *waiter) hasAgent(ctx context.Context) (bool, error) {
	g, err := w.guest(ctx)
	if err != nil {
		return false, err
	}
	channel, connected := g.agent()
	if !channel {
		return false, vsh.Failf("domain '%s' has no channel for a guest agent", w.dom.Name())
	}
	return connected, nil
}

// hasAddress asks all who may know of an address, the agent only if it is there. An
// error is that nobody can know.
func (w *waiter) hasAddress(ctx context.Context) (bool, error) {
	g, err := w.guest(ctx)
	if err != nil {
		return false, err
	}
	if len(g.Interfaces) == 0 {
		return false, vsh.Failf("domain '%s' has no network interface", w.dom.Name())
	}
	sources := []virt.DomainInterfaceAddressesSource{virt.DomainInterfaceAddressesSrcLease, virt.DomainInterfaceAddressesSrcARP}
	if _, connected := g.agent(); connected {
		sources = append(sources, virt.DomainInterfaceAddressesSrcAgent)
	}
	var unsupported []error
	for _, source := range sources {
		ifaces, err := w.dom.InterfaceAddresses(ctx, source, 0)
		if slices.ContainsFunc(ifaces, reachable) {
			return true, nil
		}
		if errors.Is(err, virt.ErrNoSupport) {
			unsupported = append(unsupported, err)
		}
	}
	if len(unsupported) == len(sources) {
		return false, unsupported[0]
	}
	return false, nil // who does not know now may know later
}

// reachable reports whether an interface has an address that others can use.
func reachable(i libvirt.DomainInterface) bool {
	return slices.ContainsFunc(i.Addrs, func(a libvirt.IPAddr) bool {
		addr, err := netip.ParseAddr(a.Addr)
		return err == nil && addr.IsGlobalUnicast()
	})
}
