package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func setmaxmemSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "setmaxmem", Help: "change how much memory a domain can have",
		Description: "Change the maximum of setmem. Most hosts do that for the next boot only, with --config.",
		Examples:    []string{"setmaxmem db 8G --config"},
		Opts:        memorySizeOpts("how much memory at most; KiB without a suffix"),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			return setMemory(ctx, s, a, virt.DomainMemMaximum, func(err error) error {
				return vsh.Wrapf(err, "Unable to change MaxMemorySize")
			})
		},
	}
}
