// Package events holds the command that waits for what happens to domains.
package events

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "event", Spec: eventSpec},
	}
}
