package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolStartSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-start", Help: "start a defined pool",
		Examples: []string{"pool-start vg"},
		Opts:     append([]vsh.Opt{vsh.PoolArg("name or UUID of the pool", "pools-inactive")}, buildOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			flags, err := buildFlags(a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("pool")
			if err := pool.Create(ctx, flags); err != nil {
				return nil, vsh.Wrapf(err, "Failed to start pool %s", word)
			}
			return format.Done("started", format.Ref(pool.Ref()), "Pool %s started\n", word), nil
		},
	}
}
