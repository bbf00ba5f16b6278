// Package secret holds the commands about secrets: pass phrases that the host
// keeps for volumes and the like.
package secret

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "secret-define", Spec: secretDefineSpec},
		{Name: "secret-dumpxml", Spec: secretDumpxmlSpec},
		{Name: "secret-event", Spec: secretEventSpec},
		{Name: "secret-get-value", Spec: secretGetValueSpec},
		{Name: "secret-list", Spec: secretListSpec},
		{Name: "secret-set-value", Spec: secretSetValueSpec},
		{Name: "secret-undefine", Spec: secretUndefineSpec},
	}
}
