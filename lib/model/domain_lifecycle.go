package model

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// LifecycleEvents returns the events in the life of a domain on which something
// can be made to happen, in the order of virt.DomainLifecycle.
func LifecycleEvents() []string { return []string{"poweroff", "reboot", "crash"} }

// LifecycleActions returns what can happen on such an event, in the order of
// virt.DomainLifecycleAction.
func LifecycleActions() []string {
	return []string{"destroy", "restart", "rename-restart", "preserve", "coredump-destroy", "coredump-restart"}
}

// LifecycleAllowed reports whether an action can happen on an event: a core is
// dumped only of a guest that crashed.
func LifecycleAllowed(event, action string) bool {
	return event == "crash" || !strings.HasPrefix(action, "coredump-")
}

// lifecycleRow is what happens on an event.
func lifecycleRow(event, def string) *row {
	allowed := slices.DeleteFunc(LifecycleActions(), func(action string) bool { return !LifecycleAllowed(event, action) })
	return el("on_"+event, always, text(word(allowed...),
		func(a *attr) { a.def = def }, bad(virt.ErrConfigUnsupported, "unknown on_"+event+" action: %s")))
}

// Lifecycle returns what happens on an event.
func (d *Domain) Lifecycle(event string) string { return bodyOf(d.n.child("on_" + event)) }

// SetLifecycle sets what happens on an event. It must be allowed.
func (d *Domain) SetLifecycle(event, action string) { d.n.child("on_" + event).setBody(action) }
