package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolUUIDSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-uuid", Help: "show the UUID of a pool",
		Examples: []string{"pool-uuid images"},
		Opts:     []vsh.Opt{vsh.PoolArg("name of the pool", "pools")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByName)
			if err != nil {
				return nil, err
			}
			return format.Value("uuid", pool.UUID().String()), nil
		},
	}
}
