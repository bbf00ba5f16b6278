package model

import (
	"net/netip"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// address returns the <ip> of the network n that has the entry.
func (u *NetworkUpdate) address(n *node) (*node, error) {
	all := n.children("ip")
	if u.Parent >= 0 {
		if u.Parent >= len(all) {
			return nil, invalid("couldn't update dhcp host entry - no <ip> element found at index %d in network '%s'", u.Parent, n.objectName())
		}
		return all[u.Parent], nil
	}
	for _, ip := range all {
		if ip.serves() {
			return ip, nil
		}
	}
	for _, six := range []bool{false, true} {
		for _, ip := range all {
			if (ip.get("family") == "ipv6") == six {
				return ip, nil
			}
		}
	}
	return nil, invalid("couldn't update dhcp host entry - no <ip> element found in network '%s'", n.objectName())
}

// serves reports whether guests get addresses on an <ip>.
func (n *node) serves() bool {
	d := n.child("dhcp")
	return len(d.children("range")) > 0 || len(d.children("host")) > 0
}

// checkSingle refuses to serve addresses on ip when another one of its family
// does.
func checkSingle(n, ip *node) error {
	six := ip.get("family") == "ipv6"
	for _, other := range n.children("ip") {
		if other != ip && (other.get("family") == "ipv6") == six && other.serves() {
			return invalid("dhcp is supported only for a single %s address on each network", map[bool]string{false: "IPv4", true: "IPv6"}[six])
		}
	}
	return nil
}

// dhcpRange changes the addresses that are for guests.
func (u *NetworkUpdate) dhcpRange(n *node, entry *dom.Node) error {
	if err := expect(n, entry, "range"); err != nil {
		return err
	}
	ip, err := u.address(n)
	if err != nil {
		return err
	}
	if err := u.only("dhcp ranges"); err != nil {
		return err
	}
	d := ip.ensure("dhcp")
	r, err := d.childFrom(entry)
	if err != nil {
		return err
	}
	same := find(d, "range", func(k *node) bool { return k.get("start") == r.get("start") && k.get("end") == r.get("end") })
	if !u.add() {
		if len(same) == 0 {
			return invalid("couldn't locate a matching dhcp range entry in network '%s'", n.objectName())
		}
		d.remove(same[0])
		return nil
	}
	if err := checkSingle(n, ip); err != nil {
		return err
	}
	if len(same) > 0 {
		return invalid("there is an existing dhcp range entry in network '%s' that matches \"<range start='%s' end='%s'/>\"", n.objectName(), r.get("start"), r.get("end"))
	}
	u.put(d, r)
	return nil
}

// dhcpHost changes the guests that always get the same address.
func (u *NetworkUpdate) dhcpHost(n *node, entry *dom.Node) error {
	if err := expect(n, entry, "host"); err != nil {
		return err
	}
	ip, err := u.address(n)
	if err != nil {
		return err
	}
	d := ip.ensure("dhcp")
	if u.Command == virt.NetworkUpdateCommandDelete {
		return deleteHost(n, d, entry)
	}
	h, err := d.childFrom(entry)
	if err != nil {
		return err
	}
	if a, _ := netip.ParseAddr(h.get("ip")); a.Is4() == (ip.get("family") == "ipv6") { // the row has checked it
		return invalid("the address family of a host entry IP must match the address family of the dhcp element's parent")
	}
	same := find(d, "host", h.sharesHost)
	text := func(name, none string) string {
		if h.has(name) {
			return h.get(name)
		}
		return none
	}
	if u.Command == virt.NetworkUpdateCommandModify {
		if len(same) == 0 {
			return invalid(`couldn't locate an existing dhcp host entry with "mac='%s'" "name='%s'" "ip='%s'" in network '%s'`,
				text("mac", "unknown"), text("name", "(null)"), h.get("ip"), n.objectName())
		}
		d.replace(same[0], h)
		return nil
	}
	if err := checkSingle(n, ip); err != nil {
		return err
	}
	if len(same) > 0 {
		return invalid("there is an existing dhcp host entry in network '%s' that matches \"<host mac='%s' name='%s' ip='%s'/>\"",
			n.objectName(), text("mac", "unknown"), text("name", "(null)"), h.get("ip"))
	}
	u.put(d, h)
	return nil
}

// deleteHost deletes the host that has all that entry says.
func deleteHost(n, d *node, entry *dom.Node) error {
	part, err := readNode(dhcpHostRow(true), d, entry)
	if err != nil {
		return err
	}
	same := find(d, "host", part.isPartOfHost)
	if len(same) == 0 {
		return invalid("couldn't locate a matching dhcp host entry in network '%s'", n.objectName())
	}
	d.remove(same[0])
	return nil
}

// sharesHost reports whether two hosts have something in common that each host
// has for itself. Their identifiers are not looked at.
func (n *node) sharesHost(other *node) bool {
	return n.has("mac") && sameMAC(n, other) ||
		n.has("name") && n.get("name") == other.get("name") ||
		n.get("ip") == other.get("ip")
}

// isPartOfHost reports whether a host has all that n says of it.
func (n *node) isPartOfHost(host *node) bool {
	return (!n.has("mac") || sameMAC(n, host)) &&
		(!n.has("name") || n.get("name") == host.get("name")) &&
		(!n.has("ip") || n.get("ip") == host.get("ip"))
}

func sameMAC(a, b *node) bool {
	m, _ := mac(a.get("mac")) // the row has checked it
	o, _ := mac(b.get("mac"))
	return m == o
}
