package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolNameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-name", Help: "show the name of a pool",
		Examples: []string{"pool-name 6f1c2a40-52d1-4c0e-9d33-0b8c1f7a000c"},
		Opts:     []vsh.Opt{vsh.PoolArg("UUID of the pool", "pools")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID)
			if err != nil {
				return nil, err
			}
			return format.Value("name", pool.Name()), nil
		},
	}
}
