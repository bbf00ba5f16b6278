package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// StoragePoolOverview is what StoragePool.Overview finds out. What the host does
// not tell is nil.
type StoragePoolOverview struct {
	Info       *StoragePoolInfo
	Persistent *bool
	Autostart  *bool
}

// Overview asks for all that StoragePoolOverview has, in flight together instead
// of one after the other. The error is that of Info; other things that the host
// refuses to tell are no error.
func (p *StoragePool) Overview(ctx context.Context) (*StoragePoolOverview, error) {
	var o StoragePoolOverview
	q, pool := quiet{p.conn}, p.wire()
	err := together(
		func() error {
			r, err := protocol.StoragePoolGetInfo.Call(ctx, q, &protocol.StoragePoolGetInfoArgs{Pool: pool})
			o.Info = told(r, err, storagePoolInfo)
			return err
		},
		func() error {
			r, err := protocol.StoragePoolIsPersistent.Call(ctx, q, &protocol.StoragePoolIsPersistentArgs{Pool: pool})
			o.Persistent = told(r, err, func(r *protocol.StoragePoolIsPersistentReply) bool { return r.Persistent != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.StoragePoolGetAutostart.Call(ctx, q, &protocol.StoragePoolGetAutostartArgs{Pool: pool})
			o.Autostart = told(r, err, func(r *protocol.StoragePoolGetAutostartReply) bool { return r.Autostart != 0 })
			return tolerated(err)
		},
	)
	return &o, p.conn.failed(err)
}
