package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func completionSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "completion", Help: "print the completion script of a shell",
		Description: "Print what makes a shell complete command lines of virgo, names of domains and the like included. " +
			"The first lines of the script tell how to install it.",
		Examples:  []string{"completion bash"},
		Opts:      []vsh.Opt{vsh.StringArg("shell", "the shell: bash, zsh or fish", "shells")},
		NoConnect: true,
		Run: func(_ context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			shell, err := a.String("shell")
			if err != nil {
				return nil, err
			}
			script, ok := s.Completer.Script(shell)
			if !ok {
				return nil, vsh.Failf("no completion for shell '%s': bash, zsh and fish are known", shell)
			}
			return completionScript{shell, script}, nil
		},
	}
}

type completionScript struct {
	Shell  string `json:"shell"`
	Script string `json:"script"`
}

// Text prints the script.
func (c completionScript) Text(p *format.Printer) error {
	p.Print(c.Script)
	return nil
}
