// Package network holds the commands about virtual networks.
package network

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "net-list", Spec: netListSpec},
		{Name: "net-start", Spec: netStartSpec},
	}
}
