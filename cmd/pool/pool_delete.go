package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func poolDeleteSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-delete", Help: "destroy what a pool lies on",
		Description: "Destroy what a stopped storage pool lies on, such as its directory. There is no way back; " +
			"the configuration of the pool stays.",
		Examples: []string{"pool-delete vg"},
		Opts:     []vsh.Opt{vsh.PoolArg("name or UUID of the pool", "pools-inactive")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			word := a.Raw("pool")
			if err := pool.Delete(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Failed to delete pool %s", word)
			}
			return format.Done("deleted", format.Ref(pool.Ref()), "Pool %s deleted\n", word), nil
		},
	}
}
