package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ListAllNetworks returns the networks that flags choose, all of them for none.
func (c *Conn) ListAllNetworks(ctx context.Context, flags virt.ConnectListAllNetworksFlags) ([]*Network, error) {
	r, err := protocol.ConnectListAllNetworks.Call(ctx, c,
		&protocol.ConnectListAllNetworksArgs{NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	nets := make([]*Network, len(r.Nets))
	for i := range r.Nets {
		nets[i] = c.network(&r.Nets[i])
	}
	return nets, nil
}

// NumOfNetworks returns how many networks are active.
func (c *Conn) NumOfNetworks(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfNetworks.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListNetworks returns the names of the active networks.
func (c *Conn) ListNetworks(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListNetworks.Call(ctx, c, &protocol.ConnectListNetworksArgs{MaxNames: protocol.NetworkListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// NumOfDefinedNetworks returns how many networks are defined and not active.
func (c *Conn) NumOfDefinedNetworks(ctx context.Context) (int, error) {
	r, err := protocol.ConnectNumOfDefinedNetworks.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListDefinedNetworks returns the names of the networks that are defined and
// not active.
func (c *Conn) ListDefinedNetworks(ctx context.Context) ([]string, error) {
	r, err := protocol.ConnectListDefinedNetworks.Call(ctx, c,
		&protocol.ConnectListDefinedNetworksArgs{MaxNames: protocol.NetworkListMax})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// LookupNetworkByName returns the network with a name.
func (c *Conn) LookupNetworkByName(ctx context.Context, name string) (*Network, error) {
	r, err := protocol.NetworkLookupByName.Call(ctx, c, &protocol.NetworkLookupByNameArgs{Name: name})
	if err != nil {
		return nil, err
	}
	return c.network(&r.Net), nil
}

// LookupNetworkByUUID returns the network with a UUID.
func (c *Conn) LookupNetworkByUUID(ctx context.Context, uuid virt.UUID) (*Network, error) {
	r, err := protocol.NetworkLookupByUUID.Call(ctx, c, &protocol.NetworkLookupByUUIDArgs{UUID: uuid})
	if err != nil {
		return nil, err
	}
	return c.network(&r.Net), nil
}

// LookupNetworkByUUIDString is LookupNetworkByUUID for the UUID's text form.
func (c *Conn) LookupNetworkByUUIDString(ctx context.Context, uuid string) (*Network, error) {
	u, err := c.parseUUID(virt.FromNetwork, "virNetworkLookupByUUIDString", uuid)
	if err != nil {
		return nil, err
	}
	return c.LookupNetworkByUUID(ctx, u)
}

// CreateNetworkXML starts a transient network: it is gone when it stops.
func (c *Conn) CreateNetworkXML(ctx context.Context, xml string) (*Network, error) {
	r, err := protocol.NetworkCreateXML.Call(ctx, c, &protocol.NetworkCreateXMLArgs{XML: xml})
	if err != nil {
		return nil, err
	}
	return c.network(&r.Net), nil
}

// CreateNetworkXMLFlags is CreateNetworkXML with flags.
func (c *Conn) CreateNetworkXMLFlags(ctx context.Context, xml string, flags virt.NetworkCreateFlags) (*Network, error) {
	r, err := protocol.NetworkCreateXMLFlags.Call(ctx, c, &protocol.NetworkCreateXMLFlagsArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.network(&r.Net), nil
}

// DefineNetworkXML makes a network persistent, without starting it. With the
// name and UUID of one that is there it replaces that one's configuration.
func (c *Conn) DefineNetworkXML(ctx context.Context, xml string) (*Network, error) {
	r, err := protocol.NetworkDefineXML.Call(ctx, c, &protocol.NetworkDefineXMLArgs{XML: xml})
	if err != nil {
		return nil, err
	}
	return c.network(&r.Net), nil
}

// DefineNetworkXMLFlags is DefineNetworkXML with flags.
func (c *Conn) DefineNetworkXMLFlags(ctx context.Context, xml string, flags virt.NetworkDefineFlags) (*Network, error) {
	r, err := protocol.NetworkDefineXMLFlags.Call(ctx, c, &protocol.NetworkDefineXMLFlagsArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return c.network(&r.Net), nil
}
