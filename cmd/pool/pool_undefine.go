package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolUndefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-undefine", Help: "remove the configuration of a pool",
		Description: "Remove the configuration of an inactive storage pool. What is in the pool stays.",
		Examples:    []string{"pool-undefine vg"},
		Opts:        []vsh.Opt{vsh.PoolArg("name or UUID of the pool", "pools-persistent")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("pool")
			if err := pool.Undefine(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to undefine pool %s", word)
			}
			return format.Done("undefined", format.Ref(pool.Ref()), "Pool %s has been undefined\n", word), nil
		},
	}
}
