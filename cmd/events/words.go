package events

import (
	"fmt"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// unknown is virsh's word for most of the values that it does not know, unsupported
// for the rest.
const (
	unknown     = "unknown"
	unsupported = "unsupported value"
)

// word returns the word for a value, or other for one without.
func word[T ~int32](words []string, v T, other string) string {
	if v < 0 || int(v) >= len(words) {
		return other
	}
	return words[v]
}

func lifecycleWord(t virt.DomainEventType) string {
	return word([]string{"Defined", "Undefined", "Started", "Suspended", "Resumed", "Stopped", "Shutdown", "PMSuspended", "Crashed"}, t, unknown)
}

// detailWord returns virsh's words for the detail of a change.
func detailWord(d libvirt.DomainLifecycle) string {
	var words []string
	switch d.Type {
	case virt.DomainEventDefined:
		words = []string{"Added", "Updated", "Renamed", "Snapshot"}
	case virt.DomainEventUndefined:
		words = []string{"Removed", "Renamed"}
	case virt.DomainEventStarted:
		words = []string{"Booted", "Migrated", "Restored", "Snapshot", "Event wakeup"}
	case virt.DomainEventSuspended:
		words = []string{"Paused", "Migrated", "I/O Error", "Watchdog", "Restored", "Snapshot", "API error", "Post-copy", "Post-copy Error"}
	case virt.DomainEventResumed:
		words = []string{"Unpaused", "Migrated", "Snapshot", "Post-copy", "Post-copy Error"}
	case virt.DomainEventStopped:
		words = []string{"Shutdown", "Destroyed", "Crashed", "Migrated", "Saved", "Failed", "Snapshot"}
	case virt.DomainEventShutdown:
		words = []string{"Finished", "Finished after guest request", "Finished after host request"}
	case virt.DomainEventPMSuspended:
		words = []string{"Memory", "Disk"}
	case virt.DomainEventCrashed:
		words = []string{"Panicked", "Crashloaded"}
	}
	return word(words, int32(d.Detail), unknown)
}

// lifecycleDetail returns the detail of a change as a value of its own type; nil for
// a change that is not known.
func lifecycleDetail(d libvirt.DomainLifecycle) fmt.Stringer {
	switch d.Type {
	case virt.DomainEventDefined:
		return virt.DomainEventDefinedDetailType(d.Detail)
	case virt.DomainEventUndefined:
		return virt.DomainEventUndefinedDetailType(d.Detail)
	case virt.DomainEventStarted:
		return virt.DomainEventStartedDetailType(d.Detail)
	case virt.DomainEventSuspended:
		return virt.DomainEventSuspendedDetailType(d.Detail)
	case virt.DomainEventResumed:
		return virt.DomainEventResumedDetailType(d.Detail)
	case virt.DomainEventStopped:
		return virt.DomainEventStoppedDetailType(d.Detail)
	case virt.DomainEventShutdown:
		return virt.DomainEventShutdownDetailType(d.Detail)
	case virt.DomainEventPMSuspended:
		return virt.DomainEventPMSuspendedDetailType(d.Detail)
	case virt.DomainEventCrashed:
		return virt.DomainEventCrashedDetailType(d.Detail)
	}
	return nil
}

func watchdogWord(a virt.DomainEventWatchdogAction) string {
	return word([]string{"none", "pause", "reset", "poweroff", "shutdown", "debug", "inject-nmi"}, a, unknown)
}

func ioErrorWord(a virt.DomainEventIOErrorAction) string {
	return word([]string{"none", "pause", "report"}, a, unknown)
}

func graphicsPhaseWord(p virt.DomainEventGraphicsPhase) string {
	return word([]string{"connect", "initialize", "disconnect"}, p, unknown)
}

func familyWord(f virt.DomainEventGraphicsAddressType) string {
	return word([]string{"IPv4", "IPv6", "unix"}, f, unknown)
}

func blockJobWord(t virt.DomainBlockJobType) string {
	return word([]string{"Unknown job", "Block Pull", "Block Copy", "Block Commit", "Active Block Commit", "Backup"}, t, "Unknown job")
}

func blockJobStatusWord(s virt.ConnectDomainEventBlockJobStatus) string {
	return word([]string{"completed", "failed", "canceled", "ready"}, s, unknown)
}

func diskChangeWord(r virt.ConnectDomainEventDiskChangeReason) string {
	return word([]string{"changed", "dropped"}, r, unknown)
}

func trayWord(r virt.DomainEventTrayChangeReason) string {
	return word([]string{"opened", "closed"}, r, unknown)
}

func channelStateWord(s virt.ConnectDomainEventAgentLifecycleState) string {
	return word([]string{unknown, "connected", "disconnected"}, s, unsupported)
}

func channelReasonWord(r virt.ConnectDomainEventAgentLifecycleReason) string {
	return word([]string{unknown, "domain started", "channel event"}, r, unsupported)
}

func recipientWord(r virt.DomainMemoryFailureRecipientType) string {
	return word([]string{"hypervisor", "guest"}, r, unsupported)
}

func failureActionWord(a virt.DomainMemoryFailureActionType) string {
	return word([]string{"ignore", "inject", "fatal", "reset"}, a, unsupported)
}
