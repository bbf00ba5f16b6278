package model

import (
	"net/netip"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// address takes an IP address and writes it in the usual form.
func address(v string) (string, string) {
	if a, ok := shortIPv4(v); ok {
		return a.String(), ""
	}
	a, err := netip.ParseAddr(v)
	if err != nil {
		return "", "address"
	}
	return a.String(), ""
}

// shortIPv4 reads an IPv4 address as inet_aton does: of one to four numbers in
// the base that their prefix tells, the last of which fills what is left.
func shortIPv4(v string) (netip.Addr, bool) {
	parts := strings.Split(v, ".")
	if len(parts) > 4 {
		return netip.Addr{}, false
	}
	var all uint64
	for i, p := range parts {
		bits := 8
		if i == len(parts)-1 {
			bits = 8 * (5 - len(parts))
		}
		if p == "" || p[0] < '0' || p[0] > '9' {
			return netip.Addr{}, false
		}
		n, ok := unsigned(p, 0, bits)
		if !ok {
			return netip.Addr{}, false
		}
		all = all<<bits | n
	}
	return netip.AddrFrom4([4]byte{byte(all >> 24), byte(all >> 16), byte(all >> 8), byte(all)}), true
}

// ipRow is an address of the network's bridge and what is served on it.
func ipRow() *row {
	return el("ip", many, open,
		strs("family"),
		at("address", address, netNeeded(virt.ErrXMLError, "Missing required address attribute in network '%s'"), netBadAddress),
		at("netmask", address, netBad("Invalid netmask '%[1]s' in network '%[2]s'")),
		at("prefix", uint32s, drop("0")),
		at("localPtr", yesNo),
		early(networkIP),
		el("tftp", strs("root"), check(func(n *node) error {
			if n.get("root") == "" {
				n.unset("root")
				return nil
			}
			if n.parent.get("family") == "ipv6" {
				return unsupported("Unsupported <tftp> element in an IPv6 element in network '%s'", n.objectName())
			}
			return nil
		})),
		dhcpRow())
}

// netBadAddress takes an empty address for none.
func netBadAddress(a *attr) {
	a.bad = func(n *node, v string) error {
		if v == "" {
			return a.missing(n)
		}
		return xmlFault("Invalid address '%s' in network '%s'", v, n.objectName())
	}
}

// networkIP checks an address together with its family and size.
func networkIP(n *node) error {
	text, name := n.get("address"), n.objectName()
	a, _ := netip.ParseAddr(text) // the kinds have checked them
	mask, _ := netip.ParseAddr(n.get("netmask"))
	bits := 32
	switch family := n.get("family"); {
	case family == "" && !a.Is4():
		return unsupported("no family specified for non-IPv4 address '%s' in network '%s'", text, name)
	case family == "ipv4" && !a.Is4():
		return unsupported("ipv4 family specified for non-IPv4 address '%s' in network '%s'", text, name)
	case family == "ipv6" && !a.Is6():
		return unsupported("Family 'ipv6' specified for non-IPv6 address '%s' in network '%s'", text, name)
	case family != "" && family != "ipv4" && family != "ipv6":
		return xmlFault("Unrecognized family '%s' in network '%s'", family, name)
	case family == "ipv6":
		bits = 128
	}
	switch {
	case bits == 128 && n.has("netmask"):
		return unsupported("netmask not allowed for IPv6 address '%s' in network '%s'", text, name)
	case n.has("netmask") && !mask.Is4():
		return unsupported("Invalid netmask '%s' for address '%s' in network '%s' (both must be IPv4)", n.get("netmask"), text, name)
	case n.num("prefix") > 0 && n.has("netmask"):
		return unsupported("Network '%s' IP address cannot have both a prefix and a netmask", name)
	}
	if _, ok := n.networkPrefix(bits); !ok {
		return unsupported("Invalid IPv%d prefix '%s' in network '%s'", map[int]int{32: 4, 128: 6}[bits], n.get("prefix"), name)
	}
	return nil
}

// networkPrefix returns the size of the network in bits.
func (n *node) networkPrefix(bits int) (int, bool) {
	if p := n.num("prefix"); p > 0 {
		return int(p), p <= uint64(bits)
	}
	if n.has("netmask") {
		mask, _ := netip.ParseAddr(n.get("netmask")) // the kind has checked it
		ones := 0
		for _, b := range mask.AsSlice() {
			for ; b&0x80 != 0; b <<= 1 {
				ones++
			}
		}
		return ones, true
	}
	if bits == 128 {
		return 64, true
	}
	a, _ := netip.ParseAddr(n.get("address"))
	switch first := a.As4()[0]; { // the classes of RFC 791
	case first < 128:
		return 8, true
	case first < 192:
		return 16, true
	}
	return 24, true
}

// fillNetwork checks what concerns several elements.
func fillNetwork(n *node, o *Options) error {
	if err := checkRoutes(n); err != nil {
		return err
	}
	if err := checkForward(n); err != nil {
		return err
	}
	if attrOf(n.child("forward"), "mode") == "none" {
		n.remove(n.child("forward"))
	}
	if b := n.child("bridge"); !n.ownBridge() {
		b.unset("stp")
		b.unset("delay")
		if !b.has("name") && !b.has("macTableManager") {
			n.remove(b)
		}
	}
	return nil
}
