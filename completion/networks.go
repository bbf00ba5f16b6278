package completion

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// networkSources are a host's networks and what they have.
func networkSources() map[string]source {
	return map[string]source{
		"networks":            networks(0, (*libvirt.Network).Name),
		"networks-active":     networks(virt.ConnectListNetworksActive, (*libvirt.Network).Name),
		"networks-inactive":   networks(virt.ConnectListNetworksInactive, (*libvirt.Network).Name),
		"networks-persistent": networks(virt.ConnectListNetworksPersistent, (*libvirt.Network).Name),
		"network-uuids":       networks(0, func(n *libvirt.Network) string { return n.UUID().String() }),
		"network-macs":        networkMACs,
		"network-ports":       networkPorts,
	}
}

func networks(flags virt.ConnectListAllNetworksFlags, word func(*libvirt.Network) string) source {
	return listed(func(ctx context.Context, conn *libvirt.Conn) ([]*libvirt.Network, error) {
		return conn.ListAllNetworks(ctx, flags)
	}, word)
}

// network returns the network that was given.
func (q *query) network(ctx context.Context) (*libvirt.Network, error) {
	if q.given("network") == "" {
		return nil, errNobody
	}
	s, err := q.ask()
	if err != nil {
		return nil, err
	}
	return s.Network(ctx, q.partial.Args, vsh.ByUUID|vsh.ByName)
}

// networkMACs are the addresses that have a lease.
func networkMACs(ctx context.Context, q *query) ([]string, error) {
	net, err := q.network(ctx)
	if err != nil {
		return nil, err
	}
	leases, err := net.DHCPLeases(ctx, "", 0)
	return words(leases, func(l libvirt.DHCPLease) string { return l.MAC }), err
}

func networkPorts(ctx context.Context, q *query) ([]string, error) {
	net, err := q.network(ctx)
	if err != nil {
		return nil, err
	}
	ports, err := net.ListAllPorts(ctx, 0)
	return words(ports, func(p *libvirt.NetworkPort) string { return p.UUID().String() }), err
}
