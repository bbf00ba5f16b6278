package pool

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

// buildOpts is the options that tell whether a pool is built before it starts.
func buildOpts() []vsh.Opt {
	return []vsh.Opt{
		vsh.BoolOpt("build", "build the pool first"),
		vsh.BoolOpt("no-overwrite", "fail where there is data already"),
		vsh.BoolOpt("overwrite", "overwrite any data"),
	}
}

// buildFlags returns what the options that buildOpts makes say.
func buildFlags(a *vsh.Args) (virt.StoragePoolCreateFlags, error) {
	if err := vsh.Exclusive(a, "overwrite", "no-overwrite"); err != nil {
		return 0, err
	}
	return vsh.FlagMap[virt.StoragePoolCreateFlags]{
		"build":        virt.StoragePoolCreateWithBuild,
		"overwrite":    virt.StoragePoolCreateWithBuildOverwrite,
		"no-overwrite": virt.StoragePoolCreateWithBuildNoOverwrite,
	}.Of(a), nil
}
