package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// StorageVol is a handle of a volume: its key, and its name in its pool.
type StorageVol struct {
	conn            *Conn
	pool, name, key string
}

func (c *Conn) storageVol(w *protocol.StorageVol) *StorageVol {
	return &StorageVol{conn: c, pool: w.Pool, name: w.Name, key: w.Key}
}

func (v *StorageVol) wire() protocol.StorageVol {
	return protocol.StorageVol{Pool: v.pool, Name: v.name, Key: v.key}
}

// Name returns the name of the volume in its pool. It asks nobody.
func (v *StorageVol) Name() string { return v.name }

// Key returns what no other volume of any pool has. It asks nobody.
func (v *StorageVol) Key() string { return v.key }

// PoolName returns the name of the volume's pool. It asks nobody.
func (v *StorageVol) PoolName() string { return v.pool }

// Conn returns the session that the handle belongs to.
func (v *StorageVol) Conn() *Conn { return v.conn }

// Ref returns what names the volume.
func (v *StorageVol) Ref() Ref { return Ref{Kind: "volume", Name: v.name, Key: v.key, Pool: v.pool} }

// Pool returns the volume's pool (virStoragePoolLookupByVolume).
func (v *StorageVol) Pool(ctx context.Context) (*StoragePool, error) {
	r, err := protocol.StoragePoolLookupByVolume.Call(ctx, v.conn, &protocol.StoragePoolLookupByVolumeArgs{Vol: v.wire()})
	if err != nil {
		return nil, err
	}
	return v.conn.storagePool(&r.Pool), nil
}

// StorageVolInfo is the type and size of a volume (virStorageVolInfo).
type StorageVolInfo struct {
	Type       virt.StorageVolType
	Capacity   uint64 // bytes
	Allocation uint64 // bytes in use
}

// Info returns the volume's type and size.
func (v *StorageVol) Info(ctx context.Context) (StorageVolInfo, error) {
	r, err := protocol.StorageVolGetInfo.Call(ctx, v.conn, &protocol.StorageVolGetInfoArgs{Vol: v.wire()})
	if err != nil {
		return StorageVolInfo{}, err
	}
	return StorageVolInfo{Type: virt.StorageVolType(r.Type), Capacity: r.Capacity, Allocation: r.Allocation}, nil
}

// InfoFlags is Info with flags; with virt.StorageVolGetPhysical the Allocation
// is the size of the volume's file.
func (v *StorageVol) InfoFlags(ctx context.Context, flags virt.StorageVolInfoFlags) (StorageVolInfo, error) {
	r, err := protocol.StorageVolGetInfoFlags.Call(ctx, v.conn, &protocol.StorageVolGetInfoFlagsArgs{Vol: v.wire(), Flags: uint32(flags)})
	if err != nil {
		return StorageVolInfo{}, err
	}
	return StorageVolInfo{Type: virt.StorageVolType(r.Type), Capacity: r.Capacity, Allocation: r.Allocation}, nil
}

// XMLDesc returns the volume's description. No flags are defined.
func (v *StorageVol) XMLDesc(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.StorageVolGetXMLDesc.Call(ctx, v.conn, &protocol.StorageVolGetXMLDescArgs{Vol: v.wire(), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Path returns the volume's path on the host.
func (v *StorageVol) Path(ctx context.Context) (string, error) {
	r, err := protocol.StorageVolGetPath.Call(ctx, v.conn, &protocol.StorageVolGetPathArgs{Vol: v.wire()})
	if err != nil {
		return "", err
	}
	return r.Name, nil
}

// Delete removes the volume and its data.
func (v *StorageVol) Delete(ctx context.Context, flags virt.StorageVolDeleteFlags) error {
	return protocol.StorageVolDelete.Call(ctx, v.conn, &protocol.StorageVolDeleteArgs{Vol: v.wire(), Flags: uint32(flags)})
}

// Wipe overwrites the volume's data, so that it cannot be read any more. No
// flags are defined.
func (v *StorageVol) Wipe(ctx context.Context, flags uint32) error {
	return protocol.StorageVolWipe.Call(ctx, v.conn, &protocol.StorageVolWipeArgs{Vol: v.wire(), Flags: flags})
}

// WipePattern is Wipe with a pattern, or a series of them, to overwrite the data
// with. All but virt.StorageVolWipeAlgZero and virt.StorageVolWipeAlgTrim need the
// program scrub on the host. No flags are defined.
func (v *StorageVol) WipePattern(ctx context.Context, algorithm virt.StorageVolWipeAlgorithm, flags uint32) error {
	return protocol.StorageVolWipePattern.Call(ctx, v.conn,
		&protocol.StorageVolWipePatternArgs{Vol: v.wire(), Algorithm: uint32(algorithm), Flags: flags})
}

// Resize changes the volume's capacity, in bytes.
func (v *StorageVol) Resize(ctx context.Context, capacity uint64, flags virt.StorageVolResizeFlags) error {
	return protocol.StorageVolResize.Call(ctx, v.conn,
		&protocol.StorageVolResizeArgs{Vol: v.wire(), Capacity: capacity, Flags: uint32(flags)})
}

// Download opens a stream of the volume's data, length bytes from offset on, or
// all the rest for length 0. ctx lives as long as the stream.
func (v *StorageVol) Download(ctx context.Context, offset, length uint64, flags virt.StorageVolDownloadFlags) (Stream, error) {
	return v.conn.stream(ctx, &protocol.Request{Proc: &protocol.StorageVolDownload.Proc,
		Args: &protocol.StorageVolDownloadArgs{Vol: v.wire(), Offset: offset, Length: length, Flags: uint32(flags)}})
}

// Upload opens a stream into the volume, of up to length bytes from offset on,
// or as many as it holds for length 0. ctx lives as long as the stream.
func (v *StorageVol) Upload(ctx context.Context, offset, length uint64, flags virt.StorageVolUploadFlags) (Stream, error) {
	return v.conn.stream(ctx, &protocol.Request{Proc: &protocol.StorageVolUpload.Proc,
		Args: &protocol.StorageVolUploadArgs{Vol: v.wire(), Offset: offset, Length: length, Flags: uint32(flags)}})
}
