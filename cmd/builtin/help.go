package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func helpSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "help", Help: "show what a command does",
		Description: "Show all commands by group, the commands of one group, or what one command does\n" +
			"and takes.",
		Examples: []string{
			"help",
			"help start",
			"help network",
		},
		Opts: []vsh.Opt{
			vsh.StringOpt("command", "a command or the keyword of a group", "commands").Pos(),
		},
		NoConnect: true,
		Run: func(_ context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			name := a.Raw("command")
			if name == "" {
				return vsh.NewOverview(s.Catalog), nil
			}
			if spec := s.Catalog.Lookup(name); spec != nil {
				return vsh.NewCommandHelp(spec), nil
			}
			if g := s.Catalog.Group(name); g != nil {
				return vsh.NewGroupHelp(g), nil
			}
			return nil, vsh.Failf("command or command group '%s' doesn't exist", name)
		},
	}
}
