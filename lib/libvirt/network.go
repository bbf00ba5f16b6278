package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Network is a handle of a virtual network: name and UUID.
type Network struct{ object }

func (c *Conn) network(w *protocol.Network) *Network {
	return &Network{object{conn: c, name: w.Name, uuid: w.UUID}}
}

func (n *Network) wire() protocol.Network { return protocol.Network{Name: n.name, UUID: n.uuid} }

// Ref returns what names the network.
func (n *Network) Ref() Ref { return Ref{Kind: "network", Name: n.name, UUID: n.uuid.String()} }

// XMLDesc returns the network's configuration: of the running one, or with
// virt.NetworkXMLInactive the one for its next start.
func (n *Network) XMLDesc(ctx context.Context, flags virt.NetworkXMLFlags) (string, error) {
	r, err := protocol.NetworkGetXMLDesc.Call(ctx, n.conn, &protocol.NetworkGetXMLDescArgs{Net: n.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// BridgeName returns the name of the network's bridge device on the host.
func (n *Network) BridgeName(ctx context.Context) (string, error) {
	r, err := protocol.NetworkGetBridgeName.Call(ctx, n.conn, &protocol.NetworkGetBridgeNameArgs{Net: n.wire()})
	if err != nil {
		return "", err
	}
	return r.Name, nil
}

// Create starts a defined network.
func (n *Network) Create(ctx context.Context) error {
	return protocol.NetworkCreate.Call(ctx, n.conn, &protocol.NetworkCreateArgs{Net: n.wire()})
}

// Destroy stops the network. The configuration of a persistent one stays.
func (n *Network) Destroy(ctx context.Context) error {
	return protocol.NetworkDestroy.Call(ctx, n.conn, &protocol.NetworkDestroyArgs{Net: n.wire()})
}

// Undefine removes the network's configuration. One that runs goes on as a
// transient one.
func (n *Network) Undefine(ctx context.Context) error {
	return protocol.NetworkUndefine.Call(ctx, n.conn, &protocol.NetworkUndefineArgs{Net: n.wire()})
}

// Autostart reports whether the network starts with the host.
func (n *Network) Autostart(ctx context.Context) (bool, error) {
	r, err := protocol.NetworkGetAutostart.Call(ctx, n.conn, &protocol.NetworkGetAutostartArgs{Net: n.wire()})
	return err == nil && r.Autostart != 0, err
}

// SetAutostart makes the network start with the host, or not. Transient ones
// refuse.
func (n *Network) SetAutostart(ctx context.Context, on bool) error {
	return protocol.NetworkSetAutostart.Call(ctx, n.conn, &protocol.NetworkSetAutostartArgs{Net: n.wire(), Autostart: boolInt(on)})
}

// IsActive reports whether the network runs.
func (n *Network) IsActive(ctx context.Context) (bool, error) {
	r, err := protocol.NetworkIsActive.Call(ctx, n.conn, &protocol.NetworkIsActiveArgs{Net: n.wire()})
	return err == nil && r.Active != 0, err
}

// IsPersistent reports whether the network stays defined when it stops.
func (n *Network) IsPersistent(ctx context.Context) (bool, error) {
	r, err := protocol.NetworkIsPersistent.Call(ctx, n.conn, &protocol.NetworkIsPersistentArgs{Net: n.wire()})
	return err == nil && r.Persistent != 0, err
}

// Metadata returns the network's title, description, or the element of a
// namespace; uri names that, and is empty for the others. What is not there is
// virt.ErrNoNetworkMetadata.
func (n *Network) Metadata(ctx context.Context, typ virt.NetworkMetadataType, uri string, flags virt.NetworkUpdateFlags) (string, error) {
	r, err := protocol.NetworkGetMetadata.Call(ctx, n.conn, &protocol.NetworkGetMetadataArgs{
		Network: n.wire(), Type: int32(typ), URI: optional(uri), Flags: uint32(flags),
	})
	if err != nil {
		return "", err
	}
	return r.Metadata, nil
}

// SetMetadata sets the network's title, description, or the element of the
// namespace uri under the prefix key; nil removes it.
func (n *Network) SetMetadata(ctx context.Context, typ virt.NetworkMetadataType, metadata *string, key, uri string,
	flags virt.NetworkUpdateFlags) error {
	return protocol.NetworkSetMetadata.Call(ctx, n.conn, &protocol.NetworkSetMetadataArgs{
		Network: n.wire(), Type: int32(typ), Metadata: metadata, Key: optional(key), URI: optional(uri), Flags: uint32(flags),
	})
}
