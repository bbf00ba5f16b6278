package domain

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// storageRemoval is what undefine is to do to the volumes of a domain's disks.
type storageRemoval struct {
	all   bool
	list  string // targets or sources of disks
	named bool   // list is meant
	wipe  bool
	flags virt.StorageVolDeleteFlags
}

// undefineStorage reads the options about volumes, and the exclusive ones.
func undefineStorage(a *vsh.Args) (*storageRemoval, error) {
	if err := vsh.Requires(a, "delete-storage-volume-snapshots", "remove-all-storage"); err != nil {
		return nil, err
	}
	for _, pair := range [][]string{{"nvram", "keep-nvram"}, {"tpm", "keep-tpm"}} {
		if err := vsh.Exclusive(a, pair...); err != nil {
			return nil, err
		}
	}
	// An empty list is none.
	r := &storageRemoval{
		all: a.Bool("remove-all-storage"), list: a.Raw("storage"), named: a.Raw("storage") != "", wipe: a.Bool("wipe-storage"),
	}
	if a.Bool("delete-storage-volume-snapshots") {
		r.flags = virt.StorageVolDeleteWithSnapshots
	}
	if r.wipe && !r.all && !r.named {
		return nil, vsh.Failf("'--wipe-storage' requires '--storage <string>' or '--remove-all-storage'")
	}
	return r, nil
}

// foundVolume is a disk whose source is a volume.
type foundVolume struct {
	disk
	vol *libvirt.StorageVol
}

// find returns the volumes that are to be removed. Those that are no volumes of
// the host are told and left alone.
func (r *storageRemoval) find(ctx context.Context, s *vsh.Session, dom *libvirt.Domain, active bool) ([]foundVolume, error) {
	switch {
	case !r.all && !r.named:
		return nil, nil
	case active:
		return nil, vsh.Failf("Storage volume deletion is supported only on stopped domains")
	case r.all && r.named:
		return nil, vsh.Failf("Specified both --storage and --remove-all-storage")
	}
	xml, err := dom.XMLDesc(ctx, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Could not retrieve domain XML description")
	}
	disks, err := disks(xml)
	if err != nil {
		return nil, err
	}
	chosen, missing := r.choose(disks)
	volumes := lookupVolumes(ctx, s, dom.Conn(), chosen)
	if len(missing) == 0 {
		return volumes, nil
	}
	e := new(vsh.Error)
	for _, word := range missing {
		e.Lines = append(e.Lines, "Volume '"+word+"' was not found in domain's definition.\n")
	}
	return nil, e
}

// choose returns the disks that are meant, and the words of the list that no
// disk has. An empty drive is nobody's disk.
func (r *storageRemoval) choose(disks []disk) (chosen []disk, missing []string) {
	disks = slices.DeleteFunc(disks, func(d disk) bool { return d.Source == "" })
	if r.all {
		return disks, nil
	}
	missing = vsh.SplitList(r.list)
	for _, d := range disks {
		i := slices.IndexFunc(missing, func(word string) bool { return word == d.Target || word == d.Source })
		if i >= 0 {
			missing = slices.Delete(missing, i, i+1)
			chosen = append(chosen, d)
		}
	}
	return chosen, missing
}

// errNoPool is the error of a volume whose pool is not there.
var errNoPool = errors.New("no such storage pool")

// lookupVolumes returns the volumes of disks, which it asks for all at once. What
// is no volume is told.
func lookupVolumes(ctx context.Context, s *vsh.Session, conn *libvirt.Conn, disks []disk) []foundVolume {
	vols, errs := make([]*libvirt.StorageVol, len(disks)), make([]error, len(disks))
	var wg sync.WaitGroup
	for i, d := range disks {
		wg.Go(func() { vols[i], errs[i] = lookupVolume(ctx, conn, d) })
	}
	wg.Wait()
	var found []foundVolume
	for i, d := range disks {
		switch {
		case errs[i] == nil:
			found = append(found, foundVolume{d, vols[i]})
		case errors.Is(errs[i], errNoPool):
			s.Errorf("Storage pool '%s' for volume '%s' not found.", d.Pool, d.Target)
		default:
			s.Errorf("Storage volume '%s'(%s) is not managed by libvirt. Remove it manually.\n", d.Target, d.Source)
		}
	}
	return found
}

func lookupVolume(ctx context.Context, conn *libvirt.Conn, d disk) (*libvirt.StorageVol, error) {
	if d.Pool == "" {
		return conn.LookupStorageVolByPath(ctx, d.Source)
	}
	pool, err := conn.LookupStoragePoolByName(ctx, d.Pool)
	if err != nil {
		return nil, errNoPool
	}
	return pool.LookupVolByName(ctx, d.Source)
}

// remove removes volumes, and adds each to the result. A failure does not keep
// it from going on with the next.
func (r *storageRemoval) remove(ctx context.Context, volumes []foundVolume, result *undefined) error {
	failed := new(vsh.Error)
	fail := func(err error, text string) {
		failed.Lines = append(failed.Lines, text)
		failed.Err = err // the host's last word stands for all
	}
	for _, v := range volumes {
		removed := removedVolume{Target: v.Target, Source: v.Source, wiping: r.wipe}
		if r.wipe {
			if err := v.vol.Wipe(ctx, 0); err != nil {
				fail(err, "Failed! Volume not removed.")
				result.Volumes = append(result.Volumes, removed)
				continue
			}
			removed.Wiped = true
		}
		if err := v.vol.Delete(ctx, r.flags); err != nil {
			fail(err, "Failed to remove storage volume '"+v.Target+"'("+v.Source+")")
		} else {
			removed.Removed = true
		}
		result.Volumes = append(result.Volumes, removed)
	}
	if failed.Lines == nil {
		return nil
	}
	return failed
}
