package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolDestroySpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-destroy", Help: "stop a pool",
		Description: "Stop a storage pool. Nothing that is in it is lost, and the configuration of a persistent one stays.",
		Examples:    []string{"pool-destroy images"},
		Opts:        []vsh.Opt{vsh.PoolArg("name or UUID of the pool", "pools-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("pool")
			if err := pool.Destroy(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to destroy pool %s", word)
			}
			return format.Done("destroyed", format.Ref(pool.Ref()), "Pool %s destroyed\n", word), nil
		},
	}
}
