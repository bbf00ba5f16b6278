package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// NetworkOverview is what Network.Overview finds out. What the host does not
// tell is nil.
type NetworkOverview struct {
	Active     *bool
	Persistent *bool
	Autostart  *bool
	Bridge     *string // nil also where the network has no bridge
}

// Overview asks for all that NetworkOverview has, in flight together instead of
// one after the other. What the host refuses to tell is no error.
func (n *Network) Overview(ctx context.Context) (*NetworkOverview, error) {
	var o NetworkOverview
	q, net := quiet{n.conn}, n.wire()
	err := together(
		func() error {
			r, err := protocol.NetworkIsActive.Call(ctx, q, &protocol.NetworkIsActiveArgs{Net: net})
			o.Active = told(r, err, func(r *protocol.NetworkIsActiveReply) bool { return r.Active != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NetworkIsPersistent.Call(ctx, q, &protocol.NetworkIsPersistentArgs{Net: net})
			o.Persistent = told(r, err, func(r *protocol.NetworkIsPersistentReply) bool { return r.Persistent != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NetworkGetAutostart.Call(ctx, q, &protocol.NetworkGetAutostartArgs{Net: net})
			o.Autostart = told(r, err, func(r *protocol.NetworkGetAutostartReply) bool { return r.Autostart != 0 })
			return tolerated(err)
		},
		func() error {
			r, err := protocol.NetworkGetBridgeName.Call(ctx, q, &protocol.NetworkGetBridgeNameArgs{Net: net})
			o.Bridge = told(r, err, func(r *protocol.NetworkGetBridgeNameReply) string { return r.Name })
			return tolerated(err)
		},
	)
	return &o, n.conn.failed(err)
}
