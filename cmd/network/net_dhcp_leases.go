package network

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netDHCPLeasesSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-dhcp-leases", Help: "list the DHCP leases of a network",
		Examples: []string{"net-dhcp-leases default"},
		Opts: []vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks-active"),
			vsh.StringOpt("mac", "only the leases of this MAC address", "network-macs").Loose(),
		},
		Run: runNetDHCPLeases,
	}
}

func runNetDHCPLeases(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	mac, err := a.String("mac")
	if err != nil {
		return nil, err
	}
	net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
	if err != nil {
		return nil, err
	}
	leases, err := net.DHCPLeases(ctx, mac, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to get leases info for %s", a.Raw("network"))
	}
	slices.SortStableFunc(leases, func(a, b libvirt.DHCPLease) int { return vsh.CompareFold(a.MAC, b.MAC) })
	l := &leaseList{Leases: make([]lease, len(leases))}
	for i, got := range leases {
		l.Leases[i] = lease{
			Interface: got.Interface, Expiry: got.Expiry.UTC(), MAC: got.MAC, IAID: got.IAID, Protocol: protocolWord(got.Type),
			Address: got.Addr, Prefix: got.Prefix, Hostname: got.Hostname, ClientID: got.ClientID,
		}
	}
	return l, nil
}

// leaseList is the DHCP leases of a network.
type leaseList struct {
	Leases []lease `json:"leases"`
}

// lease is one of them. What the server does not know is empty.
type lease struct {
	Interface string    `json:"interface"`
	Expiry    time.Time `json:"expiry"`
	MAC       string    `json:"mac,omitempty"`
	IAID      string    `json:"iaid,omitempty"`
	Protocol  string    `json:"protocol,omitempty"` // ipv4 or ipv6
	Address   string    `json:"address"`
	Prefix    uint      `json:"prefix"` // bits
	Hostname  string    `json:"hostname,omitempty"`
	ClientID  string    `json:"clientId,omitempty"` // or DUID
}

// protocolWord returns virsh's word for a kind of address; empty for an unknown
// one.
func protocolWord(t virt.IPAddrType) string {
	switch t {
	case virt.IPAddrTypeIPv4, virt.IPAddrTypeIPv6:
		return t.String()
	}
	return ""
}

// Text prints the table.
func (l *leaseList) Text(p *format.Printer) error {
	t := format.NewTable("Expiry Time", "MAC address", "Protocol", "IP address", "Hostname", "Client ID or DUID")
	for _, e := range l.Leases {
		t.Row(p.LocalTime(e.Expiry), orMinus(e.MAC), orMinus(e.Protocol), fmt.Sprintf("%s/%d", e.Address, e.Prefix),
			orMinus(e.Hostname), orMinus(e.ClientID))
	}
	p.Table(t)
	return nil
}

// orMinus returns s, or what tables have for nothing.
func orMinus(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
