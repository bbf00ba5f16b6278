package monitor

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domifaddrSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domifaddr", Help: "show the addresses of a running domain",
		Description: "Show the network addresses of a running domain.",
		Examples: []string{
			"domifaddr web",
			"domifaddr web --source agent",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains-active"),
			vsh.StringOpt("interface", "only this interface, by its name", "domain-interfaces").Pos(),
			vsh.BoolOpt("full", "repeat name and MAC address for each address"),
			vsh.StringOpt("source", "who is asked: lease (DHCP, the default), agent (in the guest) or arp (the host's table)", "address-sources").Loose(),
		},
		Run: runDomifaddr,
	}
}

func runDomifaddr(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	only, err := a.String("interface")
	if err != nil {
		return nil, err
	}
	word, err := a.String("source")
	if err != nil {
		return nil, err
	}
	source := virt.DomainInterfaceAddressesSrcLease
	if a.Has("source") {
		i := slices.Index(addressSources(), word)
		if i < 0 {
			return nil, vsh.Failf("Unknown data source '%s'", word)
		}
		source = virt.DomainInterfaceAddressesSource(i)
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	ifaces, err := dom.InterfaceAddresses(ctx, source, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to query for interfaces addresses")
	}
	l := &addressList{full: a.Bool("full")}
	for _, i := range ifaces {
		if !a.Has("interface") || i.Name == only {
			l.Interfaces = append(l.Interfaces, newAddressed(i))
		}
	}
	return l, nil
}

// addressList is the interfaces of a guest with their addresses.
type addressList struct {
	Interfaces []addressed `json:"interfaces"`

	full bool
}

type addressed struct {
	Name      string    `json:"name"`
	MAC       string    `json:"mac,omitempty"`
	Addresses []address `json:"addresses"`
}

type address struct {
	Type    string `json:"type,omitempty"` // ipv4 or ipv6
	Address string `json:"address"`
	Prefix  uint   `json:"prefix"` // bits
}

func newAddressed(i libvirt.DomainInterface) addressed {
	r := addressed{Name: i.Name, MAC: i.HWAddr}
	for _, a := range i.Addrs {
		r.Addresses = append(r.Addresses, address{Type: addressType(a.Type), Address: a.Addr, Prefix: a.Prefix})
	}
	return r
}

// addressType returns virsh's word for a kind of address; empty for an unknown
// one.
func addressType(t virt.IPAddrType) string {
	switch t {
	case virt.IPAddrTypeIPv4:
		return "ipv4"
	case virt.IPAddrTypeIPv6:
		return "ipv6"
	}
	return ""
}

// Text prints a line for each address, in columns that do not adapt. An
// interface is named on its first line, or with --full on all.
func (l *addressList) Text(p *format.Printer) error {
	p.Message(" %-10s %-20s %-8s     %s\n", "Name", "MAC address", "Protocol", "Address")
	p.Message("-------------------------------------------------------------------------------\n")
	line := func(name, mac, address string) {
		p.Printf(" %s %s    %s\n", format.Pad(name, 10), format.Pad(mac, 17), address)
	}
	for _, i := range l.Interfaces {
		if len(i.Addresses) == 0 {
			line(i.Name, cmp.Or(i.MAC, "N/A"), fmt.Sprintf("%-12s %s", "N/A", "N/A"))
		}
		for n, a := range i.Addresses {
			text := fmt.Sprintf("%-12s %s/%d", a.Type, a.Address, int32(a.Prefix))
			if n == 0 || l.full {
				line(i.Name, i.MAC, text)
			} else {
				line("-", "-", text)
			}
		}
	}
	return nil
}
