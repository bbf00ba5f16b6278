package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func quitSpec() *vsh.Spec { return leaveSpec("quit") }

func exitSpec() *vsh.Spec { return leaveSpec("exit") }

func leaveSpec(name string) *vsh.Spec {
	return &vsh.Spec{
		Name: name, Help: "leave the prompt",
		Description: "Leave the prompt, or end a line of several commands here.",
		Examples:    []string{name},
		NoConnect:   true,
		Run: func(context.Context, *vsh.Session, *vsh.Args) (format.Result, error) {
			return nil, vsh.ErrQuit
		},
	}
}
