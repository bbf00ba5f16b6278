package pool

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func poolBuildSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "pool-build", Help: "make what a pool lies on",
		Description: "Make what a storage pool lies on, such as its directory, file system or partition table.",
		Examples:    []string{"pool-build vg"},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools"),
			vsh.BoolOpt("no-overwrite", "fail where there is data already"),
			vsh.BoolOpt("overwrite", "overwrite any data"),
		},
		Run: runPoolBuild,
	}
}

func runPoolBuild(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.StoragePoolBuildFlags]{ // that they exclude each other tells the host
		"no-overwrite": virt.StoragePoolBuildNoOverwrite,
		"overwrite":    virt.StoragePoolBuildOverwrite,
	}.Of(a)
	word := a.Raw("pool")
	if err := pool.Build(ctx, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to build pool %s", word)
	}
	return format.Done("built", format.Ref(pool.Ref()), "Pool %s built\n", word), nil
}
