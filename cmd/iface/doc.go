// Package iface holds the commands about the network interfaces of the host.
package iface

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "iface-begin", Spec: ifaceBeginSpec},
		{Name: "iface-bridge", Spec: ifaceBridgeSpec},
		{Name: "iface-commit", Spec: ifaceCommitSpec},
		{Name: "iface-define", Spec: ifaceDefineSpec},
		{Name: "iface-destroy", Spec: ifaceDestroySpec},
		{Name: "iface-dumpxml", Spec: ifaceDumpxmlSpec},
		{Name: "iface-edit", Spec: ifaceEditSpec},
		{Name: "iface-list", Spec: ifaceListSpec},
		{Name: "iface-mac", Spec: ifaceMACSpec},
		{Name: "iface-name", Spec: ifaceNameSpec},
		{Name: "iface-rollback", Spec: ifaceRollbackSpec},
		{Name: "iface-start", Spec: ifaceStartSpec},
		{Name: "iface-unbridge", Spec: ifaceUnbridgeSpec},
		{Name: "iface-undefine", Spec: ifaceUndefineSpec},
	}
}
