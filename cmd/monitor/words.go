package monitor

import "github.com/virgo-vm/virgo/lib/virt"

// unknown is the word for a value that has none, such as one of a newer host.
const unknown = "unknown"

// wordOf returns the entry of words for a value, or unknown.
func wordOf[V ~int | ~int32](words []string, value V) string {
	if value < 0 || int(value) >= len(words) || words[value] == "" {
		return unknown
	}
	return words[value]
}

// reasonWord returns virsh's word for why a domain is in a state.
func reasonWord(state virt.DomainState, reason int) string {
	switch state {
	case virt.DomainRunning:
		return wordOf([]string{
			virt.DomainRunningUnknown:           "unknown",
			virt.DomainRunningBooted:            "booted",
			virt.DomainRunningMigrated:          "migrated",
			virt.DomainRunningRestored:          "restored",
			virt.DomainRunningFromSnapshot:      "from snapshot",
			virt.DomainRunningUnpaused:          "unpaused",
			virt.DomainRunningMigrationCanceled: "migration canceled",
			virt.DomainRunningSaveCanceled:      "save canceled",
			virt.DomainRunningWakeup:            "event wakeup",
			virt.DomainRunningCrashed:           "crashed",
			virt.DomainRunningPostcopy:          "post-copy",
			virt.DomainRunningPostcopyFailed:    "post-copy failed",
		}, reason)
	case virt.DomainPaused:
		return wordOf([]string{
			virt.DomainPausedUnknown:        "unknown",
			virt.DomainPausedUser:           "user",
			virt.DomainPausedMigration:      "migrating",
			virt.DomainPausedSave:           "saving",
			virt.DomainPausedDump:           "dumping",
			virt.DomainPausedIoerror:        "I/O error",
			virt.DomainPausedWatchdog:       "watchdog",
			virt.DomainPausedFromSnapshot:   "from snapshot",
			virt.DomainPausedShuttingDown:   "shutting down",
			virt.DomainPausedSnapshot:       "creating snapshot",
			virt.DomainPausedCrashed:        "crashed",
			virt.DomainPausedStartingUp:     "starting up",
			virt.DomainPausedPostcopy:       "post-copy",
			virt.DomainPausedPostcopyFailed: "post-copy failed",
			virt.DomainPausedAPIError:       "api error",
		}, reason)
	case virt.DomainShutdown:
		return wordOf([]string{
			virt.DomainShutdownUnknown: "unknown",
			virt.DomainShutdownUser:    "user",
		}, reason)
	case virt.DomainShutoff:
		return wordOf([]string{
			virt.DomainShutoffUnknown:      "unknown",
			virt.DomainShutoffShutdown:     "shutdown",
			virt.DomainShutoffDestroyed:    "destroyed",
			virt.DomainShutoffCrashed:      "crashed",
			virt.DomainShutoffMigrated:     "migrated",
			virt.DomainShutoffSaved:        "saved",
			virt.DomainShutoffFailed:       "failed",
			virt.DomainShutoffFromSnapshot: "from snapshot",
			virt.DomainShutoffDaemon:       "daemon",
		}, reason)
	case virt.DomainCrashed:
		return wordOf([]string{
			virt.DomainCrashedUnknown:  "unknown",
			virt.DomainCrashedPanicked: "panicked",
		}, reason)
	}
	return unknown // the other states know no reasons
}

// controlWord returns virsh's word for how the host's line to a hypervisor is.
func controlWord(s virt.DomainControlState) string {
	return wordOf([]string{
		virt.DomainControlOK:       "ok",
		virt.DomainControlJob:      "background job",
		virt.DomainControlOccupied: "occupied",
		virt.DomainControlError:    "error",
	}, s)
}

// controlErrorWord returns virsh's word for what is wrong with that line.
func controlErrorWord(r virt.DomainControlErrorReason) string {
	return wordOf([]string{
		virt.DomainControlErrorReasonUnknown:  "unknown",
		virt.DomainControlErrorReasonMonitor:  "monitor failure",
		virt.DomainControlErrorReasonInternal: "internal (locking) error",
	}, r)
}

// addressSources returns virsh's words for where addresses of a guest come from.
func addressSources() []string {
	return []string{
		virt.DomainInterfaceAddressesSrcLease: "lease",
		virt.DomainInterfaceAddressesSrcAgent: "agent",
		virt.DomainInterfaceAddressesSrcARP:   "arp",
	}
}
