// Package builtin has the shell's own commands: what needs no host.
package builtin

import "github.com/virgo-vm/virgo/cmd/vsh"

// Commands returns the commands of the group, in the order of help.
func Commands() []vsh.Command {
	return []vsh.Command{
		{Name: "cd", Spec: cdSpec},
		{Name: "echo", Spec: echoSpec},
		{Name: "exit", Spec: exitSpec},
		{Name: "help", Spec: helpSpec},
		{Name: "pwd", Spec: pwdSpec},
		{Name: "quit", Spec: quitSpec},
		{Name: "self-test", Spec: selfTestSpec},
		{Name: "complete", Spec: completeSpec},
		{Name: "completion", Spec: completionSpec},
		{Name: "connect", Spec: connectSpec},
		{Name: "env", Spec: envSpec},
	}
}
