// Package monitor holds the commands that look at domains and change nothing.
package monitor

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "list", Spec: listSpec},
	}
}
