// Package host holds the commands about the machine that the domains run on, and
// about the hypervisor.
package host

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "nodeinfo", Spec: nodeinfoSpec},
	}
}
