package libvirt

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Update changes one entry of a section of the network, or adds or deletes it.
// xml is the entry's element. parent is the index of the element that it is part
// of, where there are several, such as the IP addresses with their DHCP hosts;
// -1 for the first that fits. flags choose the running network, the configuration
// or both.
//
// Hosts without the feature for the right order take command and section the
// wrong way round; the first Update of a session asks for it.
func (n *Network) Update(ctx context.Context, command virt.NetworkUpdateCommand, section virt.NetworkUpdateSection,
	parent int, xml string, flags virt.NetworkUpdateFlags) error {
	ordered, err := n.conn.supports(ctx, protocol.FeatureNetworkUpdateHasCorrectOrder)
	if err != nil {
		return err
	}
	a := &protocol.NetworkUpdateArgs{
		Net: n.wire(), Command: uint32(command), Section: uint32(section), ParentIndex: int32(parent), XML: xml, Flags: uint32(flags),
	}
	if !ordered {
		a.Command, a.Section = a.Section, a.Command
	}
	return protocol.NetworkUpdate.Call(ctx, n.conn, a)
}

// DHCPLease is an address that the DHCP server of a network gave to a guest
// (virNetworkDHCPLease). What the server does not know is empty.
type DHCPLease struct {
	Interface string    // the bridge
	Expiry    time.Time // when the lease ends; in whole seconds
	Type      virt.IPAddrType
	MAC       string
	IAID      string // of IPv6
	Addr      string
	Prefix    uint // bits
	Hostname  string
	ClientID  string // or DUID
}

// DHCPLeases returns the leases of the network's DHCP servers: all, or with mac
// those of one interface. No flags are defined.
func (n *Network) DHCPLeases(ctx context.Context, mac string, flags uint32) ([]DHCPLease, error) {
	r, err := protocol.NetworkGetDHCPLeases.Call(ctx, n.conn,
		&protocol.NetworkGetDHCPLeasesArgs{Net: n.wire(), MAC: optional(mac), NeedResults: 1, Flags: flags})
	if err != nil {
		return nil, err
	}
	leases := make([]DHCPLease, len(r.Leases))
	for i, l := range r.Leases {
		leases[i] = DHCPLease{
			Interface: l.Iface, Expiry: time.Unix(l.ExpiryTime, 0), Type: virt.IPAddrType(l.Type), MAC: orEmpty(l.MAC), IAID: orEmpty(l.IAID),
			Addr: l.IPAddr, Prefix: uint(l.Prefix), Hostname: orEmpty(l.Hostname), ClientID: orEmpty(l.ClientID),
		}
	}
	return leases, nil
}
