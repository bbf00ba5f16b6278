package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func cdSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "cd", Help: "change the working directory",
		Description: "Change the working directory of the prompt. File names in later commands are\n" +
			"relative to it.",
		Examples: []string{"cd /var/tmp"},
		Opts: []vsh.Opt{
			vsh.StringOpt("dir", "where to go (default: the home directory)", "directories").Pos(),
		},
		NoConnect: true,
		Run: func(_ context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			if !s.Interactive {
				return nil, vsh.Failf("cd: command valid only in interactive mode")
			}
			dir := a.Raw("dir")
			if dir == "" {
				dir = s.Getenv("HOME")
			}
			if dir == "" {
				dir = "/"
			}
			if err := s.Chdir(dir); err != nil {
				return nil, vsh.Failf("cd: %s: %s", vsh.SystemText(err), dir)
			}
			return nil, nil
		},
	}
}
