package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// StoragePool is a handle of a storage pool: name and UUID.
type StoragePool struct{ object }

func (c *Conn) storagePool(w *protocol.StoragePool) *StoragePool {
	return &StoragePool{object{conn: c, name: w.Name, uuid: w.UUID}}
}

func (p *StoragePool) wire() protocol.StoragePool {
	return protocol.StoragePool{Name: p.name, UUID: p.uuid}
}

// Ref returns what names the pool.
func (p *StoragePool) Ref() Ref { return Ref{Kind: "pool", Name: p.name, UUID: p.uuid.String()} }

// StoragePoolInfo is the state and size of a pool (virStoragePoolInfo).
type StoragePoolInfo struct {
	State      virt.StoragePoolState
	Capacity   uint64 // bytes
	Allocation uint64 // bytes in use
	Available  uint64 // bytes free
}

// Info returns the pool's state and size.
func (p *StoragePool) Info(ctx context.Context) (StoragePoolInfo, error) {
	r, err := protocol.StoragePoolGetInfo.Call(ctx, p.conn, &protocol.StoragePoolGetInfoArgs{Pool: p.wire()})
	if err != nil {
		return StoragePoolInfo{}, err
	}
	return storagePoolInfo(r), nil
}

func storagePoolInfo(r *protocol.StoragePoolGetInfoReply) StoragePoolInfo {
	return StoragePoolInfo{
		State: virt.StoragePoolState(r.State), Capacity: r.Capacity, Allocation: r.Allocation, Available: r.Available,
	}
}

// XMLDesc returns the pool's configuration: of the active one, or with
// virt.StorageXMLInactive the one for its next start.
func (p *StoragePool) XMLDesc(ctx context.Context, flags virt.StorageXMLFlags) (string, error) {
	r, err := protocol.StoragePoolGetXMLDesc.Call(ctx, p.conn, &protocol.StoragePoolGetXMLDescArgs{Pool: p.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Build makes what the pool lies on, such as its directory or file system.
func (p *StoragePool) Build(ctx context.Context, flags virt.StoragePoolBuildFlags) error {
	return protocol.StoragePoolBuild.Call(ctx, p.conn, &protocol.StoragePoolBuildArgs{Pool: p.wire(), Flags: uint32(flags)})
}

// Create starts a defined pool.
func (p *StoragePool) Create(ctx context.Context, flags virt.StoragePoolCreateFlags) error {
	return protocol.StoragePoolCreate.Call(ctx, p.conn, &protocol.StoragePoolCreateArgs{Pool: p.wire(), Flags: uint32(flags)})
}

// Destroy stops the pool: nothing of it is lost.
func (p *StoragePool) Destroy(ctx context.Context) error {
	return protocol.StoragePoolDestroy.Call(ctx, p.conn, &protocol.StoragePoolDestroyArgs{Pool: p.wire()})
}

// Delete destroys what the pool lies on. There is no way back.
func (p *StoragePool) Delete(ctx context.Context, flags virt.StoragePoolDeleteFlags) error {
	return protocol.StoragePoolDelete.Call(ctx, p.conn, &protocol.StoragePoolDeleteArgs{Pool: p.wire(), Flags: uint32(flags)})
}

// Undefine removes the pool's configuration; what it lies on stays.
func (p *StoragePool) Undefine(ctx context.Context) error {
	return protocol.StoragePoolUndefine.Call(ctx, p.conn, &protocol.StoragePoolUndefineArgs{Pool: p.wire()})
}

// Refresh makes the host look again for the pool's volumes. No flags are
// defined.
func (p *StoragePool) Refresh(ctx context.Context, flags uint32) error {
	return protocol.StoragePoolRefresh.Call(ctx, p.conn, &protocol.StoragePoolRefreshArgs{Pool: p.wire(), Flags: flags})
}

// Autostart reports whether the pool starts with the host.
func (p *StoragePool) Autostart(ctx context.Context) (bool, error) {
	r, err := protocol.StoragePoolGetAutostart.Call(ctx, p.conn, &protocol.StoragePoolGetAutostartArgs{Pool: p.wire()})
	return err == nil && r.Autostart != 0, err
}

// SetAutostart makes the pool start with the host, or not. Transient ones
// refuse.
func (p *StoragePool) SetAutostart(ctx context.Context, on bool) error {
	return protocol.StoragePoolSetAutostart.Call(ctx, p.conn,
		&protocol.StoragePoolSetAutostartArgs{Pool: p.wire(), Autostart: boolInt(on)})
}

// IsActive reports whether the pool is started.
func (p *StoragePool) IsActive(ctx context.Context) (bool, error) {
	r, err := protocol.StoragePoolIsActive.Call(ctx, p.conn, &protocol.StoragePoolIsActiveArgs{Pool: p.wire()})
	return err == nil && r.Active != 0, err
}

// IsPersistent reports whether the pool stays defined when it stops.
func (p *StoragePool) IsPersistent(ctx context.Context) (bool, error) {
	r, err := protocol.StoragePoolIsPersistent.Call(ctx, p.conn, &protocol.StoragePoolIsPersistentArgs{Pool: p.wire()})
	return err == nil && r.Persistent != 0, err
}

// NumOfVolumes returns how many volumes the active pool has.
func (p *StoragePool) NumOfVolumes(ctx context.Context) (int, error) {
	r, err := protocol.StoragePoolNumOfVolumes.Call(ctx, p.conn, &protocol.StoragePoolNumOfVolumesArgs{Pool: p.wire()})
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListVolumes returns the names of the active pool's volumes.
func (p *StoragePool) ListVolumes(ctx context.Context) ([]string, error) {
	r, err := protocol.StoragePoolListVolumes.Call(ctx, p.conn,
		&protocol.StoragePoolListVolumesArgs{Pool: p.wire(), MaxNames: protocol.StorageVolListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// ListAllVolumes returns the active pool's volumes. No flags are defined.
func (p *StoragePool) ListAllVolumes(ctx context.Context, flags uint32) ([]*StorageVol, error) {
	r, err := protocol.StoragePoolListAllVolumes.Call(ctx, p.conn,
		&protocol.StoragePoolListAllVolumesArgs{Pool: p.wire(), NeedResults: 1, Flags: flags})
	if err != nil {
		return nil, err
	}
	vols := make([]*StorageVol, len(r.Vols))
	for i := range r.Vols {
		vols[i] = p.conn.storageVol(&r.Vols[i])
	}
	return vols, nil
}

// LookupVolByName returns the pool's volume with a name.
func (p *StoragePool) LookupVolByName(ctx context.Context, name string) (*StorageVol, error) {
	r, err := protocol.StorageVolLookupByName.Call(ctx, p.conn, &protocol.StorageVolLookupByNameArgs{Pool: p.wire(), Name: name})
	if err != nil {
		return nil, err
	}
	return p.conn.storageVol(&r.Vol), nil
}

// CreateVolXML makes a volume in the pool. Not every type of pool can.
func (p *StoragePool) CreateVolXML(ctx context.Context, xml string, flags virt.StorageVolCreateFlags) (*StorageVol, error) {
	r, err := protocol.StorageVolCreateXML.Call(ctx, p.conn,
		&protocol.StorageVolCreateXMLArgs{Pool: p.wire(), XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return p.conn.storageVol(&r.Vol), nil
}

// CreateVolXMLFrom is CreateVolXML with the data of another volume.
func (p *StoragePool) CreateVolXMLFrom(ctx context.Context, xml string, from *StorageVol, flags virt.StorageVolCreateFlags) (*StorageVol, error) {
	r, err := protocol.StorageVolCreateXMLFrom.Call(ctx, p.conn,
		&protocol.StorageVolCreateXMLFromArgs{Pool: p.wire(), XML: xml, CloneVol: from.wire(), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return p.conn.storageVol(&r.Vol), nil
}
