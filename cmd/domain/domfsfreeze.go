package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domfsfreezeSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domfsfreeze", Help: "stop writes to filesystems of a guest",
		Description: "Make filesystems of a guest take no more writes, until domfsthaw: all of them, or those that\n" +
			"are given.",
		Examples: []string{
			"domfsfreeze web",
			"domfsfreeze web / /boot",
		},
		Opts: filesystemOpts("where a filesystem to freeze is mounted"),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			n, err := dom.FSFreeze(ctx, a.Argv("mountpoint"), 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to freeze filesystems")
			}
			return changedFilesystems{format.Done("frozen", ref(dom), "Froze %d filesystem(s)\n", n), n}, nil
		},
	}
}

func filesystemOpts(help string) []vsh.Opt {
	return []vsh.Opt{
		vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
		vsh.ArgvOpt("mountpoint", help, "domain-filesystems"),
	}
}

// changedFilesystems is a domain with the number of its filesystems that are now
// frozen, or thawed.
type changedFilesystems struct {
	format.Action
	Filesystems int `json:"filesystems"`
}
