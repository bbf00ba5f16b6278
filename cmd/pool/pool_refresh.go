package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolRefreshSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-refresh", Help: "look again for the volumes of a pool",
		Description: "Let the host look again for the volumes of a storage pool.",
		Examples:    []string{"pool-refresh images"},
		Opts:        []vsh.Opt{vsh.PoolArg("name or UUID of the pool", "pools-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("pool")
			if err := pool.Refresh(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to refresh pool %s", word)
			}
			return format.Done("refreshed", format.Ref(pool.Ref()), "Pool %s refreshed\n", word), nil
		},
	}
}
