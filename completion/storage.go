package completion

import (
	"context"
	"slices"
	"sync"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// storageSources are a host's storage pools and volumes.
func storageSources() map[string]source {
	return map[string]source{
		"pools":            pools(0),
		"pools-active":     pools(virt.ConnectListStoragePoolsActive),
		"pools-inactive":   pools(virt.ConnectListStoragePoolsInactive),
		"pools-persistent": pools(virt.ConnectListStoragePoolsPersistent),
		"volumes":          volumes,
		"volume-keys":      volumeKeys,
	}
}

func pools(flags virt.ConnectListAllStoragePoolsFlags) source {
	return listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.StoragePool, error) {
		return conn.ListAllStoragePools(ctx, flags)
	}, (*libvirt.StoragePool).Name)
}

// volumes are the names in the pool that was given. Without one no name means
// anything.
func volumes(ctx context.Context, q *query) ([]string, error) {
	if q.given("pool") == "" {
		return nil, errNobody
	}
	s, err := q.ask()
	if err != nil {
		return nil, err
	}
	pool, err := s.Pool(ctx, q.partial.Args, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	vols, err := pool.ListAllVolumes(ctx, 0)
	return words(vols, (*libvirt.StorageVol).Name), err
}

// volumeKeys are the keys of all volumes there are.
func volumeKeys(ctx context.Context, q *query) ([]string, error) {
	conn, err := q.conn(ctx)
	if err != nil {
		return nil, err
	}
	active, err := conn.ListAllStoragePools(ctx, virt.ConnectListStoragePoolsActive)
	if err != nil {
		return nil, err
	}
	found := make([][]*libvirt.StorageVol, len(active))
	var wg sync.WaitGroup
	for i, pool := range active {
		wg.Go(func() { found[i], _ = pool.ListAllVolumes(ctx, 0) }) // what another pool has still counts
	}
	wg.Wait()
	return words(slices.Concat(found...), (*libvirt.StorageVol).Key), nil
}
