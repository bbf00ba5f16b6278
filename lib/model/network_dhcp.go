package model

import (
	"net/netip"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// dhcpRow is what guests are told: their addresses, and what they start from.
func dhcpRow() *row {
	return el("dhcp",
		rangeRow(), dhcpHostRow(false),
		el("bootp", many, strs("file"), at("server", str), early(bootp)),
		check(func(n *node) error { // the last that has a file counts
			var last *node
			for _, b := range n.children("bootp") {
				if b.has("file") {
					last = b
				}
			}
			for _, b := range n.children("bootp") {
				if b != last {
					n.remove(b)
				}
			}
			return nil
		}),
		mute(func(n *node) bool { return len(n.children("range")) == 0 && len(n.children("host")) == 0 }))
}

// bootp checks the address of the server that has the file.
func bootp(n *node) error {
	if !n.has("file") || !n.has("server") {
		return nil
	}
	server, wrong := address(n.get("server"))
	if wrong != "" {
		return errUnresolved(n.get("server"))
	}
	n.set("server", server)
	return nil
}

// rangeRow is addresses that are for guests to have.
func rangeRow() *row {
	return el("range", many,
		at("start", address, netNeeded(virt.ErrXMLError, "Missing 'start' attribute in dhcp range for network '%s'"), unresolved),
		at("end", address, netNeeded(virt.ErrXMLError, "Missing 'end' attribute in dhcp range for network '%s'"), unresolved),
		early(dhcpRange),
		leaseTimeRow())
}

// unresolved is what the resolver says of a text that is no address.
func unresolved(a *attr) {
	a.bad = func(_ *node, v string) error { return errUnresolved(v) }
}

func errUnresolved(v string) error {
	return virt.Errorf(virt.FromNone, virt.ErrSystemError, "Cannot parse socket address '%s': Name or service not known", v)
}

// dhcpRange checks a range against the address that it is served on.
func dhcpRange(n *node) error {
	ip := n.parent.parent
	start, _ := netip.ParseAddr(n.get("start")) // the kinds have checked them
	end, _ := netip.ParseAddr(n.get("end"))
	a, _ := netip.ParseAddr(ip.get("address"))
	bits, _ := ip.networkPrefix(a.BitLen())
	return checkRange(start, end, a, bits)
}

// mostAddresses is how many addresses a range has at most.
const mostAddresses = 65535

// checkRange checks that a range of addresses is in a network, if there is one,
// and the right way round, and not too large.
func checkRange(start, end, network netip.Addr, bits int) error {
	internal := func(format string, args ...any) error {
		return virt.Errorf(virt.FromNone, virt.ErrInternalError, "range %s - %s "+format, append([]any{start, end}, args...)...)
	}
	within := netip.PrefixFrom(network, bits)
	switch {
	case start.Is4() != end.Is4():
		return virt.Errorf(virt.FromNone, virt.ErrInternalError, "mismatch of address family in range %s - %s", start, end)
	case network.IsValid() && start.Is4() != network.Is4():
		return virt.Errorf(virt.FromNone, virt.ErrInternalError, "mismatch of address family in range %s - %s for network %s", start, end, network)
	case network.IsValid() && (!within.Contains(start) || !within.Contains(end)):
		return internal("is not entirely within network %s/%d", network, bits)
	case end.Less(start) && start.Is4():
		return internal("is reversed ")
	case end.Less(start):
		return internal("start larger than end")
	}
	if network.Is4() {
		edge := func(which string, what string) error {
			return virt.Errorf(virt.FromNone, virt.ErrInternalError, "%s of range %s - %s in network %s/%d is the %s address", which, start, end, network, bits, what)
		}
		switch first := within.Masked().Addr(); {
		case start == first:
			return edge("start", "network")
		case end == lastOf(first, bits):
			return edge("end", "broadcast")
		}
	}
	if !nearby(start, end) {
		return internal("is too large (> %d)", mostAddresses)
	}
	return nil
}

// lastOf returns the last address of the IPv4 network that starts at first.
func lastOf(first netip.Addr, bits int) netip.Addr {
	b := first.As4()
	for i := range b {
		host := min(max(8*(i+1)-bits, 0), 8)
		b[i] |= byte(1<<host - 1)
	}
	return netip.AddrFrom4(b)
}

// nearby reports whether a range has no more than mostAddresses; start is not
// after end.
func nearby(start, end netip.Addr) bool {
	s, e := start.As16(), end.As16()
	diff, borrow := [16]byte{}, 0
	for i := len(s) - 1; i >= 0; i-- {
		d := int(e[i]) - int(s[i]) - borrow
		if borrow = 0; d < 0 {
			d, borrow = d+256, 1
		}
		diff[i] = byte(d)
	}
	for _, b := range diff[:14] {
		if b != 0 {
			return false
		}
	}
	return int(diff[14])<<8+int(diff[15])+1 <= mostAddresses
}

// dhcpHostRow is a guest that always gets the same address.
func dhcpHostRow(partial bool) *row {
	return el("host", many, strs("mac", "id", "name", "ip"),
		early(func(n *node) error { return dhcpHost(n, partial) }),
		leaseTimeRow())
}

// dhcpHost checks what identifies a host. Part of one tells which is meant.
func dhcpHost(n *node, partial bool) error {
	network := n.objectName()
	if n.has("mac") {
		switch m, wrong := mac(n.get("mac")); {
		case wrong != "":
			return xmlFault("Cannot parse MAC address '%s' in network '%s'", n.get("mac"), network)
		case multicast(m):
			return xmlFault("expected unicast mac address, found multicast '%s' in network '%s'", n.get("mac"), network)
		}
	}
	if rest := strings.TrimLeft(n.get("id"), "0123456789abcdefABCDEF:"); rest != "" {
		return xmlFault("Invalid character '%c' in id '%s' of network '%s'", rest[0], n.get("id"), network)
	}
	if name := n.get("name"); n.has("name") && (name == "" || !isAlphanumeric(name[0])) {
		return xmlFault("Cannot use host name '%s' in network '%s'", name, network)
	}
	if n.has("ip") {
		ip, wrong := address(n.get("ip"))
		if wrong != "" {
			return xmlFault("Invalid IP address in static host definition for network '%s'", network)
		}
		n.set("ip", ip)
	}
	six := n.parent.parent.get("family") == "ipv6"
	switch {
	case partial && !n.has("mac") && !n.has("name") && !n.has("ip"):
		return xmlFault("At least one of name, mac, or ip attribute must be specified for static host definition in network '%s' ", network)
	case six && n.has("mac"):
		return xmlFault("Invalid to specify MAC address '%s' in network '%s' IPv6 static host definition", n.get("mac"), network)
	case partial:
		return nil
	case six && !n.has("id") && !n.has("name"):
		return xmlFault("Static host definition in IPv6 network '%s' must have id or name attribute", network)
	case !six && !n.has("mac") && !n.has("name"):
		return xmlFault("Static host definition in IPv4 network '%s' must have mac or name attribute", network)
	case !n.has("ip"):
		return xmlFault("Missing IP address in static host definition for network '%s'", network)
	}
	return nil
}

func isAlphanumeric(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// leaseTimeRow is for how long an address is given; 0 is for ever.
func leaseTimeRow() *row {
	return el("lease", mute(func(n *node) bool { return !n.has("expiry") }),
		at("expiry", uint64s), at("unit", word("seconds", "minutes", "hours")),
		check(func(n *node) error {
			if n.num("expiry") == 0 {
				n.unset("unit")
				return nil
			}
			n.ensureAttr("unit", "minutes")
			seconds := map[string]uint64{"seconds": 1, "minutes": 60, "hours": 3600}[n.get("unit")]
			if n.num("expiry") < (120+seconds-1)/seconds {
				return unsupported("The minimum lease time should be greater than 2 minutes")
			}
			return nil
		}))
}
