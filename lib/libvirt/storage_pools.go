package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ListAllStoragePools returns the pools that flags choose, all of them for
// none.
func (c *Conn) ListAllStoragePools(ctx context.Context, flags virt.ConnectListAllStoragePoolsFlags) ([]*StoragePool, error) {
	r, err := protocol.ConnectListAllStoragePools.Call(ctx, c,
		&protocol.ConnectListAllStoragePoolsArgs{NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	pools := make([]*StoragePool, len(r.Pools))
	for i := range r.Pools {
		pools[i] = c.storagePool(&r.Pools[i])
	}
	return pools, nil
}

// NumOfStoragePools returns how many pools are active.
func (c *Conn) NumOfStoragePools(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfStoragePools.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListStoragePools returns the names of the active pools.
func (c *Conn) ListStoragePools(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListStoragePools.Call(ctx, c,
		&protocol.ConnectListStoragePoolsArgs{MaxNames: protocol.StoragePoolListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// NumOfDefinedStoragePools returns how many pools are defined and not active.
func (c *Conn) NumOfDefinedStoragePools(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfDefinedStoragePools.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListDefinedStoragePools returns the names of the pools that are defined and
// not active.
func (c *Conn) ListDefinedStoragePools(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListDefinedStoragePools.Call(ctx, c,
		&protocol.ConnectListDefinedStoragePoolsArgs{MaxNames: protocol.StoragePoolListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// FindStoragePoolSources returns what pools of a type could be made of, such as
// NFS exports or volume groups, as XML. spec says where to look, as XML, and is
// empty where the type needs none. No flags are defined.
func (c *Conn) FindStoragePoolSources(ctx context.Context, typ, spec string, flags uint32) (string, error) {
	r, err := protocol.ConnectFindStoragePoolSources.Call(ctx, c,
		&protocol.ConnectFindStoragePoolSourcesArgs{Type: typ, SrcSpec: optional(spec), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// LookupStoragePoolByName returns the pool with a name.
func (c *Conn) LookupStoragePoolByName(ctx context.Context, name string) (*StoragePool, error) {
	r, err := protocol.StoragePoolLookupByName.Call(ctx, c, &protocol.StoragePoolLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return c.storagePool(&r.Pool), nil
}

// LookupStoragePoolByUUID returns the pool with a UUID.
func (c *Conn) LookupStoragePoolByUUID(ctx context.Context, uuid virt.UUID) (*StoragePool, error) {
	r, err := protocol.StoragePoolLookupByUUID.Call(ctx, c, &protocol.StoragePoolLookupByUUIDArgs{UUID: uuid})
	if err != nil {
		return nil, err
	}
	return c.storagePool(&r.Pool), nil
}

// LookupStoragePoolByUUIDString is LookupStoragePoolByUUID for the UUID's text
// form.
func (c *Conn) LookupStoragePoolByUUIDString(ctx context.Context, uuid string) (*StoragePool, error) {
	u, err := c.parseUUID(virt.FromStorage, "virStoragePoolLookupByUUIDString", uuid)
	if err != nil {
		return nil, err
	}
	return c.LookupStoragePoolByUUID(ctx, u)
}

// LookupStoragePoolByTargetPath returns the pool whose target is a path on the
// host.
func (c *Conn) LookupStoragePoolByTargetPath(ctx context.Context, path string) (*StoragePool, error) {
	r, err := protocol.StoragePoolLookupByTargetPath.Call(ctx, c, &protocol.StoragePoolLookupByTargetPathArgs{Path: path})
	if err != nil {
		return nil, err
	}
	return c.storagePool(&r.Pool), nil
}

// CreateStoragePoolXML starts a transient pool: it is gone when it stops.
func (c *Conn) CreateStoragePoolXML(ctx context.Context, xml string, flags virt.StoragePoolCreateFlags) (*StoragePool, error) {
	r, err := protocol.StoragePoolCreateXML.Call(ctx, c, &protocol.StoragePoolCreateXMLArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.storagePool(&r.Pool), nil
}

// DefineStoragePoolXML makes a pool persistent, without starting it. With the
// name and UUID of one that is there it replaces that one's configuration.
func (c *Conn) DefineStoragePoolXML(ctx context.Context, xml string, flags virt.StoragePoolDefineFlags) (*StoragePool, error) {
	r, err := protocol.StoragePoolDefineXML.Call(ctx, c, &protocol.StoragePoolDefineXMLArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.storagePool(&r.Pool), nil
}

// LookupStorageVolByKey returns the volume with a key, which no other volume of
// any pool has.
func (c *Conn) LookupStorageVolByKey(ctx context.Context, key string) (*StorageVol, error) {
	r, err := protocol.StorageVolLookupByKey.Call(ctx, c, &protocol.StorageVolLookupByKeyArgs{Key: key})
	if err != nil {
		return nil, err
	}
	return c.storageVol(&r.Vol), nil
}

// LookupStorageVolByPath returns the volume with a path on the host.
func (c *Conn) LookupStorageVolByPath(ctx context.Context, path string) (*StorageVol, error) {
	r, err := protocol.StorageVolLookupByPath.Call(ctx, c, &protocol.StorageVolLookupByPathArgs{Path: path})
	if err != nil {
		return nil, err
	}
	return c.storageVol(&r.Vol), nil
}
