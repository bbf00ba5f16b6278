package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domfsthawSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domfsthaw", Help: "let filesystems of a guest take writes again",
		Description: "Let filesystems that domfsfreeze froze take writes again: all of them, or those that are given.",
		Examples:    []string{"domfsthaw web"},
		Opts:        filesystemOpts("where a filesystem to thaw is mounted"),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			n, err := dom.FSThaw(ctx, a.Argv("mountpoint"), 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to thaw filesystems")
			}
			return changedFilesystems{format.Done("thawed", ref(dom), "Thawed %d filesystem(s)\n", n), n}, nil
		},
	}
}
