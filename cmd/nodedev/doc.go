// Package nodedev holds the commands about the devices of the host.
package nodedev

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "nodedev-create", Spec: nodedevCreateSpec},
		{Name: "nodedev-destroy", Spec: nodedevDestroySpec},
		{Name: "nodedev-detach", Spec: nodedevDetachSpec},
		{Name: "nodedev-dettach", AliasOf: "nodedev-detach"},
		{Name: "nodedev-dumpxml", Spec: nodedevDumpxmlSpec},
		{Name: "nodedev-list", Spec: nodedevListSpec},
		{Name: "nodedev-reattach", Spec: nodedevReattachSpec},
		{Name: "nodedev-reset", Spec: nodedevResetSpec},
		{Name: "nodedev-event", Spec: nodedevEventSpec},
		{Name: "nodedev-define", Spec: nodedevDefineSpec},
		{Name: "nodedev-undefine", Spec: nodedevUndefineSpec},
		{Name: "nodedev-start", Spec: nodedevStartSpec},
		{Name: "nodedev-autostart", Spec: nodedevAutostartSpec},
		{Name: "nodedev-info", Spec: nodedevInfoSpec},
		{Name: "nodedev-update", Spec: nodedevUpdateSpec},
	}
}
