// Package network holds the commands about virtual networks.
package network

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "net-autostart", Spec: netAutostartSpec},
		{Name: "net-create", Spec: netCreateSpec},
		{Name: "net-define", Spec: netDefineSpec},
		{Name: "net-desc", Spec: netDescSpec},
		{Name: "net-destroy", Spec: netDestroySpec},
		{Name: "net-dhcp-leases", Spec: netDHCPLeasesSpec},
		{Name: "net-dumpxml", Spec: netDumpxmlSpec},
		{Name: "net-edit", Spec: netEditSpec},
		{Name: "net-event", Spec: netEventSpec},
		{Name: "net-info", Spec: netInfoSpec},
		{Name: "net-list", Spec: netListSpec},
		{Name: "net-metadata", Spec: netMetadataSpec},
		{Name: "net-name", Spec: netNameSpec},
		{Name: "net-start", Spec: netStartSpec},
		{Name: "net-undefine", Spec: netUndefineSpec},
		{Name: "net-update", Spec: netUpdateSpec},
		{Name: "net-uuid", Spec: netUUIDSpec},
		{Name: "net-port-list", Spec: netPortListSpec},
		{Name: "net-port-create", Spec: netPortCreateSpec},
		{Name: "net-port-dumpxml", Spec: netPortDumpxmlSpec},
		{Name: "net-port-delete", Spec: netPortDeleteSpec},
	}
}
