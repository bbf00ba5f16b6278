package volume

import (
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/virt"
)

// volAndPool is the options that name a volume: the volume and its pool.
func volAndPool() []vsh.Opt {
	return []vsh.Opt{
		vsh.VolArg("name, key or path of the volume"),
		vsh.PoolOpt("name or UUID of its pool, for a volume given by name").Pos(),
	}
}

// volAlone is the option that names a volume where its pool need not be known.
func volAlone() vsh.Opt { return vsh.VolArg("key or path of the volume").From("volume-keys") }

func preallocOpt() vsh.Opt {
	return vsh.BoolOpt("prealloc-metadata", "allocate the metadata of a qcow2 volume at once")
}

func reflinkOpt() vsh.Opt {
	return vsh.BoolOpt("reflink", "share the blocks of the data until they change, where the file system can")
}

// cloneFlags returns what the options that preallocOpt and reflinkOpt make say.
func cloneFlags(a *vsh.Args) virt.StorageVolCreateFlags {
	return vsh.FlagMap[virt.StorageVolCreateFlags]{
		"prealloc-metadata": virt.StorageVolCreatePreallocMetadata,
		"reflink":           virt.StorageVolCreateReflink,
	}.Of(a)
}
