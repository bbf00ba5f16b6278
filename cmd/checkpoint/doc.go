// Package checkpoint holds the commands about checkpoints of domains.
package checkpoint

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "checkpoint-create", Spec: checkpointCreateSpec},
		{Name: "checkpoint-create-as", Spec: checkpointCreateAsSpec},
		{Name: "checkpoint-delete", Spec: checkpointDeleteSpec},
		{Name: "checkpoint-dumpxml", Spec: checkpointDumpxmlSpec},
		{Name: "checkpoint-edit", Spec: checkpointEditSpec},
		{Name: "checkpoint-info", Spec: checkpointInfoSpec},
		{Name: "checkpoint-list", Spec: checkpointListSpec},
		{Name: "checkpoint-parent", Spec: checkpointParentSpec},
	}
}
