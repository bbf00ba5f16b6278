package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// NetworkPort is a handle of a port of a virtual network: what an interface of
// a guest is plugged into.
type NetworkPort struct {
	net  *Network
	uuid virt.UUID
}

func (n *Network) port(w *protocol.NetworkPort) *NetworkPort { return &NetworkPort{n, w.UUID} }

func (p *NetworkPort) wire() protocol.NetworkPort {
	return protocol.NetworkPort{Net: p.net.wire(), UUID: p.uuid}
}

// UUID returns the UUID. It asks nobody.
func (p *NetworkPort) UUID() virt.UUID { return p.uuid }

// Network returns the network that the port is one of. It asks nobody.
func (p *NetworkPort) Network() *Network { return p.net }

// Ref returns what names the port. Ports have no names.
func (p *NetworkPort) Ref() Ref { return Ref{Kind: "network port", UUID: p.uuid.String()} }

// ListAllPorts returns the ports of the running network. No flags are defined.
func (n *Network) ListAllPorts(ctx context.Context, flags uint32) ([]*NetworkPort, error) {
	r, err := protocol.NetworkListAllPorts.Call(ctx, n.conn,
		&protocol.NetworkListAllPortsArgs{Network: n.wire(), NeedResults: 1, Flags: flags})
	if err != nil {
		return nil, err
	}
	ports := make([]*NetworkPort, len(r.Ports))
	for i := range r.Ports {
		ports[i] = n.port(&r.Ports[i])
	}
	return ports, nil
}

// LookupPortByUUID returns the network's port with a UUID.
func (n *Network) LookupPortByUUID(ctx context.Context, uuid virt.UUID) (*NetworkPort, error) {
	r, err := protocol.NetworkPortLookupByUUID.Call(ctx, n.conn, &protocol.NetworkPortLookupByUUIDArgs{Network: n.wire(), UUID: uuid})
	if err != nil {
		return nil, err
	}
	return n.port(&r.Port), nil
}

// LookupPortByUUIDString is LookupPortByUUID for the UUID's text form.
func (n *Network) LookupPortByUUIDString(ctx context.Context, uuid string) (*NetworkPort, error) {
	u, err := n.conn.parseUUID(virt.FromNetwork, "virNetworkPortLookupByUUIDString", uuid)
	if err != nil {
		return nil, err
	}
	return n.LookupPortByUUID(ctx, u)
}

// CreatePortXML makes a port of the running network.
func (n *Network) CreatePortXML(ctx context.Context, xml string, flags virt.NetworkPortCreateFlags) (*NetworkPort, error) {
	r, err := protocol.NetworkPortCreateXML.Call(ctx, n.conn,
		&protocol.NetworkPortCreateXMLArgs{Network: n.wire(), XML: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return n.port(&r.Port), nil
}

// XMLDesc returns the port's configuration. No flags are defined.
func (p *NetworkPort) XMLDesc(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.NetworkPortGetXMLDesc.Call(ctx, p.net.conn, &protocol.NetworkPortGetXMLDescArgs{Port: p.wire(), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Delete takes the port away. No flags are defined.
func (p *NetworkPort) Delete(ctx context.Context, flags uint32) error {
	return protocol.NetworkPortDelete.Call(ctx, p.net.conn, &protocol.NetworkPortDeleteArgs{Port: p.wire(), Flags: flags})
}

// Parameters returns the limits of the port's traffic. No flags are defined.
func (p *NetworkPort) Parameters(ctx context.Context, flags uint32) ([]virt.TypedParam, error) {
	return params(func(n int32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.NetworkPortGetParameters.Call(ctx, p.net.conn,
			&protocol.NetworkPortGetParametersArgs{Port: p.wire(), NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// SetParameters sets limits of the port's traffic; the others stay. No flags are
// defined.
func (p *NetworkPort) SetParameters(ctx context.Context, params []virt.TypedParam, flags uint32) error {
	return protocol.NetworkPortSetParameters.Call(ctx, p.net.conn,
		&protocol.NetworkPortSetParametersArgs{Port: p.wire(), Params: params, Flags: flags})
}
