package libvirt

import (
	"context"
	"errors"
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// StoragePoolRow is a pool in a list, with what was asked for of it. What the
// host refused to tell has its error.
type StoragePoolRow struct {
	*StoragePool
	Active     bool
	Autostart  bool
	Persistent bool
	Info       StoragePoolInfo
	InfoErr    error
}

// StoragePoolRows is ListAllStoragePools with the state of each, in one round
// trip: at most four lists with different filters, in flight together.
// ColumnInfo takes a second one, for all pools at once. A pool that went
// meanwhile is left out.
func (c *Conn) StoragePoolRows(ctx context.Context, flags virt.ConnectListAllStoragePoolsFlags, want Columns) ([]StoragePoolRow, error) {
	var pools []*StoragePool
	var active, auto, persist attribute
	list := func(flags uint32) ([]virt.UUID, error) {
		pools, err := c.ListAllStoragePools(ctx, virt.ConnectListAllStoragePoolsFlags(flags))
		return uuids(pools), err
	}
	calls := []func() error{func() (err error) { pools, err = c.ListAllStoragePools(ctx, flags); return err }}
	f := uint32(flags)
	calls = active.ask(calls, list, f, uint32(virt.ConnectListStoragePoolsActive), uint32(virt.ConnectListStoragePoolsInactive))
	calls = auto.ask(calls, list, f, uint32(virt.ConnectListStoragePoolsAutostart), uint32(virt.ConnectListStoragePoolsNoAutostart))
	calls = persist.ask(calls, list, f, uint32(virt.ConnectListStoragePoolsPersistent), uint32(virt.ConnectListStoragePoolsTransient))
	if err := together(calls...); err != nil {
		return nil, err
	}
	rows := make([]StoragePoolRow, len(pools))
	for i, p := range pools {
		rows[i] = StoragePoolRow{StoragePool: p, Active: active.has(p.uuid), Autostart: auto.has(p.uuid), Persistent: persist.has(p.uuid)}
	}
	if want&ColumnInfo == 0 {
		return rows, nil
	}
	infos := make([]func() error, len(rows))
	for i := range rows {
		r := &rows[i]
		infos[i] = func() error {
			r.Info, r.InfoErr = r.StoragePool.Info(ctx)
			return tolerated(r.InfoErr)
		}
	}
	if err := together(infos...); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(r StoragePoolRow) bool { return errors.Is(r.InfoErr, virt.ErrNoStoragePool) }), nil
}

// StorageVolRow is a volume in a list, with what was asked for of it. What the
// host refused to tell has its error.
type StorageVolRow struct {
	*StorageVol
	Path    string
	PathErr error
	Info    StorageVolInfo
	InfoErr error
}

// VolRows is ListAllVolumes with the path and size of each, as far as want has
// ColumnPath and ColumnInfo, in two round trips for any number of volumes. A
// volume that went meanwhile is left out.
func (p *StoragePool) VolRows(ctx context.Context, want Columns) ([]StorageVolRow, error) {
	vols, err := p.ListAllVolumes(ctx, 0)
	if err != nil {
		return nil, err
	}
	rows := make([]StorageVolRow, len(vols))
	var calls []func() error
	for i, v := range vols {
		r := &rows[i]
		r.StorageVol = v
		if want&ColumnPath != 0 {
			calls = append(calls, func() error {
				r.Path, r.PathErr = v.Path(ctx)
				return tolerated(r.PathErr)
			})
		}
		if want&ColumnInfo != 0 {
			calls = append(calls, func() error {
				r.Info, r.InfoErr = v.Info(ctx)
				return tolerated(r.InfoErr)
			})
		}
	}
	if err := together(calls...); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(rows, func(r StorageVolRow) bool {
		return errors.Is(r.PathErr, virt.ErrNoStorageVol) || errors.Is(r.InfoErr, virt.ErrNoStorageVol)
	}), nil
}
