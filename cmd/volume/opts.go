package volume

import "github.com/virgo-vm/virgo/cmd/vsh"

// volAndPool is the options that name a volume: the volume and its pool.
func volAndPool() []vsh.Opt {
	return []vsh.Opt{
		vsh.VolArg("name, key or path of the volume"),
		vsh.PoolOpt("name or UUID of its pool, for a volume given by name").Pos(),
	}
}

// volAlone is the option that names a volume where its pool need not be known.
func volAlone() vsh.Opt { return vsh.VolArg("key or path of the volume").From("volume-keys") }
