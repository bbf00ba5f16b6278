// Package snapshot holds the commands about snapshots of domains.
package snapshot

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "snapshot-create", Spec: snapshotCreateSpec},
		{Name: "snapshot-create-as", Spec: snapshotCreateAsSpec},
		{Name: "snapshot-current", Spec: snapshotCurrentSpec},
		{Name: "snapshot-delete", Spec: snapshotDeleteSpec},
		{Name: "snapshot-dumpxml", Spec: snapshotDumpxmlSpec},
		{Name: "snapshot-edit", Spec: snapshotEditSpec},
		{Name: "snapshot-info", Spec: snapshotInfoSpec},
		{Name: "snapshot-list", Spec: snapshotListSpec},
		{Name: "snapshot-parent", Spec: snapshotParentSpec},
		{Name: "snapshot-revert", Spec: snapshotRevertSpec},
	}
}
