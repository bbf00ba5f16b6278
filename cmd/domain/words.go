package domain

import "github.com/virgo-vm/virgo/lib/virt"

// vcpuStateWord returns virsh's word for the state of a virtual CPU.
func vcpuStateWord(s virt.VcpuState) string {
	switch s {
	case virt.VcpuOffline:
		return "offline"
	case virt.VcpuRunning:
		return "running"
	case virt.VcpuBlocked:
		return "blocked"
	}
	return "no state"
}

// jobTypeWord returns virsh's word for the type of a job.
func jobTypeWord(t virt.DomainJobType) string {
	words := []string{
		virt.DomainJobNone:      "None",
		virt.DomainJobBounded:   "Bounded",
		virt.DomainJobUnbounded: "Unbounded",
		virt.DomainJobCompleted: "Completed",
		virt.DomainJobFailed:    "Failed",
		virt.DomainJobCancelled: "Cancelled",
	}
	if t < 0 || int(t) >= len(words) {
		return "unknown"
	}
	return words[t]
}

// jobOperationWord returns virsh's word for what a job is for.
func jobOperationWord(o virt.DomainJobOperation) string {
	words := []string{
		virt.DomainJobOperationUnknown:        "Unknown",
		virt.DomainJobOperationStart:          "Start",
		virt.DomainJobOperationSave:           "Save",
		virt.DomainJobOperationRestore:        "Restore",
		virt.DomainJobOperationMigrationIn:    "Incoming migration",
		virt.DomainJobOperationMigrationOut:   "Outgoing migration",
		virt.DomainJobOperationSnapshot:       "Snapshot",
		virt.DomainJobOperationSnapshotRevert: "Snapshot revert",
		virt.DomainJobOperationDump:           "Dump",
		virt.DomainJobOperationBackup:         "Backup",
		virt.DomainJobOperationSnapshotDelete: "Snapshot delete",
	}
	if o < 0 || int(o) >= len(words) {
		return "unknown"
	}
	return words[o]
}
