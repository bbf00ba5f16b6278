package volume

import (
	"context"
	"errors"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func volCreateAsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vol-create-as", Help: "make a volume from options",
		Examples: []string{"vol-create-as images data.qcow2 20G --format qcow2"},
		Opts: []vsh.Opt{
			vsh.PoolArg("name or UUID of the pool", "pools-active"),
			vsh.StringArg("name", "name of the volume", "none"),
			vsh.StringArg("capacity", "size of the volume, in bytes or with a suffix (k, M, G, T, ...)", "none").Reads("scaled:1"),
			vsh.StringOpt("allocation", "size that is taken at once, likewise", "none").Loose().Reads("scaled:1"),
			vsh.StringOpt("format", "format of the volume's file: raw, qcow2 and the like", "volume-formats").Loose(),
			vsh.StringOpt("backing-vol", "name, key or path of the volume that this one differs from", "volumes").Loose(),
			vsh.StringOpt("backing-vol-format", "format of that volume", "volume-formats").Loose(),
			preallocOpt(),
			vsh.BoolOpt("print-xml", "print the XML and do nothing"),
		},
		Run: runVolCreateAs,
	}
}

func runVolCreateAs(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	pool, err := s.Pool(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	v, err := volAs(a)
	if err != nil {
		return nil, err
	}
	backing, err := a.String("backing-vol")
	if err != nil {
		return nil, err
	}
	if v.BackingFormat, err = a.String("backing-vol-format"); err != nil {
		return nil, err
	}
	if backing != "" {
		if v.BackingPath, err = backingPath(ctx, pool, backing); err != nil {
			return nil, err
		}
	}
	if a.Bool("print-xml") {
		return format.XML(v.XML()), nil
	}
	flags := vsh.FlagMap[virt.StorageVolCreateFlags]{"prealloc-metadata": virt.StorageVolCreatePreallocMetadata}.Of(a)
	vol, err := pool.CreateVolXML(ctx, v.XML(), flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to create vol %s", v.Name)
	}
	return format.Done("created", format.Ref(vol.Ref()), "Vol %s created\n", v.Name), nil
}

// volAs returns the volume that the options describe, without what it differs
// from.
func volAs(a *vsh.Args) (*xmledit.Volume, error) {
	var v xmledit.Volume
	var err error
	if v.Name, err = a.String("name"); err != nil {
		return nil, err
	}
	capacity, err := a.String("capacity")
	if err != nil {
		return nil, err
	}
	if v.Capacity, err = size(capacity); err != nil {
		return nil, err
	}
	if word := a.Raw("allocation"); word != "" { // an empty one is none
		allocation, err := size(word)
		if err != nil {
			return nil, err
		}
		v.Allocation = &allocation
	}
	v.Format, err = a.String("format")
	return &v, err
}

// backingPath returns the path of the volume that word names: in the pool by
// name, then anywhere by key and by path.
func backingPath(ctx context.Context, pool *libvirt.StoragePool, word string) (string, error) {
	vol, err := pool.LookupVolByName(ctx, word)
	if errors.Is(err, virt.ErrNoStorageVol) {
		vol, err = pool.Conn().LookupStorageVolByKey(ctx, word)
	}
	if errors.Is(err, virt.ErrNoStorageVol) {
		vol, err = pool.Conn().LookupStorageVolByPath(ctx, word)
	}
	if err != nil {
		return "", vsh.Wrapf(err, "failed to get vol '%s'", word)
	}
	return vol.Path(ctx)
}

// size reads a size in bytes, or with a suffix.
func size(word string) (uint64, error) {
	n, err := vsh.ParseScaled(word, 1, math.MaxUint64)
	if err != nil {
		return 0, vsh.Wrapf(err, "Malformed size %s", word)
	}
	return n, nil
}
