package builtin

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func pwdSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pwd", Help: "print the working directory",
		Examples:  []string{"pwd"},
		NoConnect: true,
		Run: func(_ context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			dir, err := s.Getwd()
			if err != nil {
				return nil, vsh.Failf("pwd: cannot get current directory: %s", vsh.SystemText(err))
			}
			return format.Value("directory", dir), nil
		},
	}
}
