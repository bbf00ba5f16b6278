package model

import (
	"net/netip"

	"github.com/virgo-vm/virgo/lib/virt"
)

func dnsRow() *row {
	return el("dns", keep,
		at("enable", yesNo), at("forwardPlainNames", yesNo),
		el("forwarder", many, strs("domain"), at("addr", address, netBad("Invalid forwarder IP address '%[1]s' in network '%[2]s'")),
			check(func(n *node) error {
				if !n.has("addr") && !n.has("domain") {
					return xmlFault("Invalid forwarder element, must contain at least one of addr or domain")
				}
				return nil
			})),
		el("txt", many,
			at("name", str, netNeeded(virt.ErrXMLDetail, "missing required name attribute in DNS TXT record of network %s")),
			at("value", str),
			check(func(n *node) error {
				if !n.has("value") {
					return fault(virt.ErrXMLDetail, "missing required value attribute in DNS TXT record named '%s' of network %s", n.get("name"), n.objectName())
				}
				return nil
			})),
		el("srv", many,
			at("service", str, netNeeded(virt.ErrXMLDetail, "missing required service attribute in DNS SRV record of network '%s'")),
			at("protocol", str), strs("domain", "target"), attrsOf(uint32s, "port", "priority", "weight"),
			check(func(n *node) error {
				if !n.has("protocol") {
					return fault(virt.ErrXMLDetail, "missing required protocol attribute in DNS SRV record '%s' of network '%s'", n.get("service"), n.objectName())
				}
				return nil
			})),
		el("host", many,
			at("ip", address, netNeeded(virt.ErrXMLDetail, "Missing IP address in network '%s' DNS HOST record"), netBadCode(virt.ErrXMLDetail, "Invalid IP address in network '%[2]s' DNS HOST record")),
			el("hostname", many, text(str)),
			check(func(n *node) error {
				if len(n.children("hostname")) == 0 {
					return fault(virt.ErrXMLDetail, "Missing hostname in network '%s' DNS HOST record", n.objectName())
				}
				return nil
			})))
}

// address takes an IP address and writes it in the usual form.
func address(v string) (string, string) {
	a, err := netip.ParseAddr(v)
	if err != nil {
		return "", "address"
	}
	return a.String(), ""
}

// ipRow is an address of the network's bridge and what is served on it.
func ipRow() *row {
	lease := func() *row {
		return el("lease", at("expiry", uint64s, required), at("unit", word("seconds", "minutes", "hours")), check(func(n *node) error {
			if n.get("expiry") != "0" {
				n.ensureAttr("unit", "minutes")
			} else {
				n.unset("unit")
			}
			return nil
		}))
	}
	return el("ip", many, open,
		strs("family"),
		at("address", address, netNeeded(virt.ErrXMLError, "Missing required address attribute in network '%s'"), netBad("Invalid address '%[1]s' in network '%[2]s'")),
		at("netmask", address, netBad("Invalid netmask '%[1]s' in network '%[2]s'")),
		at("prefix", uint32s),
		at("localPtr", yesNo),
		el("tftp", strs("root")),
		el("dhcp", open,
			el("range", many,
				at("start", socketAddress, netNeeded(virt.ErrXMLError, "Missing 'start' attribute in dhcp range for network '%s'"), unresolved),
				at("end", socketAddress, netNeeded(virt.ErrXMLError, "Missing 'end' attribute in dhcp range for network '%s'"), unresolved),
				lease()),
			el("host", many, strs("mac", "id", "name"),
				at("ip", address, netBad("Invalid IP address in static host definition for network '%[2]s'")),
				lease(),
				check(dhcpHost)),
			el("bootp", strs("file", "server"))),
		check(networkIP))
}

func socketAddress(v string) (string, string) { return address(v) }

// unresolved is what the resolver says of a text that is no address.
func unresolved(a *attr) {
	a.bad = func(_ *node, v string) error {
		return virt.Errorf(virt.FromNone, virt.ErrSystemError, "Cannot parse socket address '%s': Name or service not known", v)
	}
}

// networkIP checks an address together with its family and size.
func networkIP(n *node) error {
	text, name := n.get("address"), n.objectName()
	a, _ := netip.ParseAddr(text) // the kind has checked it
	bits := 32
	switch n.get("family") {
	case "", "ipv4":
		if !a.Is4() && n.has("family") {
			return unsupported("Family 'ipv4' specified for non-IPv4 address '%s' in network '%s'", text, name)
		}
		if !a.Is4() {
			return unsupported("no family specified for non-IPv4 address '%s' in network '%s'", text, name)
		}
	case "ipv6":
		if !a.Is6() {
			return unsupported("Family 'ipv6' specified for non-IPv6 address '%s' in network '%s'", text, name)
		}
		if n.has("netmask") {
			return unsupported("netmask not allowed for IPv6 address '%s' in network '%s'", text, name)
		}
		bits = 128
	default:
		return xmlFault("Unrecognized family '%s' in network '%s'", n.get("family"), name)
	}
	prefix, ok := n.networkPrefix(bits)
	if !ok {
		return unsupported("Invalid IPv%d prefix '%s' in network '%s'", map[int]int{32: 4, 128: 6}[bits], n.get("prefix"), name)
	}
	if n.has("prefix") && n.has("netmask") {
		return unsupported("Network '%s' IP address cannot have both a prefix and a netmask", name)
	}
	return n.dhcpRanges(a, prefix)
}

// networkPrefix returns the size of the network in bits.
func (n *node) networkPrefix(bits int) (int, bool) {
	if n.has("prefix") {
		p := n.num("prefix")
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

// dhcpRanges checks that ranges are in the network and the right way round.
func (n *node) dhcpRanges(a netip.Addr, bits int) error {
	prefix := netip.PrefixFrom(a, bits)
	for _, r := range n.child("dhcp").children("range") {
		start, _ := netip.ParseAddr(r.get("start"))
		end, _ := netip.ParseAddr(r.get("end"))
		switch {
		case !prefix.Contains(start) || !prefix.Contains(end):
			return fault(virt.ErrInternalError, "range %s - %s is not entirely within network %s/%d", start, end, a, bits)
		case end.Less(start):
			return fault(virt.ErrInternalError, "range %s - %s is reversed ", start, end)
		}
	}
	return nil
}

// dhcpHost checks what identifies a host.
func dhcpHost(n *node) error {
	name := n.objectName()
	if n.has("mac") {
		m, wrong := mac(n.get("mac"))
		if wrong != "" {
			return xmlFault("Cannot parse MAC address '%s' in network '%s'", n.get("mac"), name)
		}
		if low, _ := unsigned(m[:2], 16, 8); low&1 != 0 {
			return xmlFault("expected unicast mac address, found multicast '%s' in network '%s'", n.get("mac"), name)
		}
	}
	if n.parent.parent.get("family") == "ipv6" {
		if n.has("mac") {
			return xmlFault("Invalid to specify MAC address '%s' in network '%s' IPv6 static host definition", n.get("mac"), name)
		}
		if !n.has("id") && !n.has("name") {
			return xmlFault("Static host definition in IPv6 network '%s' must have id or name attribute", name)
		}
	} else if !n.has("mac") && !n.has("name") {
		return xmlFault("Static host definition in IPv4 network '%s' must have mac or name attribute", name)
	}
	if !n.has("ip") {
		return xmlFault("Missing IP address in static host definition for network '%s'", name)
	}
	return nil
}

func routeRow() *row {
	in := func(format string) attrOption {
		return func(a *attr) {
			a.missing = func(n *node) error { return xmlFault(format, n.objectName()) }
		}
	}
	badIn := func(what string) attrOption {
		return netBad("%[2]s: Bad " + what + " address '%[1]s' in route definition")
	}
	return el("route", many,
		strs("family"),
		at("address", address, in("%s: Missing required address attribute in route definition"), badIn("network")),
		at("netmask", address, badIn("netmask")), at("prefix", uint32s),
		at("gateway", address, in("%s: Missing required gateway attribute in route definition"), badIn("gateway")),
		at("metric", uint32s))
}

// fillNetwork checks what concerns several elements.
func fillNetwork(n *node, o *Options) error {
	mode := attrOf(n.child("forward"), "mode")
	switch mode {
	case "nat", "route":
		if len(n.children("ip")) == 0 {
			return xmlFault("%s forwarding requested, but no IP address provided for network '%s'", mode, bodyOf(n.child("name")))
		}
	case "none":
		n.remove(n.child("forward"))
	case "bridge", "private", "vepa", "passthrough", "hostdev":
		b := n.child("bridge")
		b.unset("stp")
		b.unset("delay")
		if !b.has("name") {
			n.remove(b)
		}
	}
	return nil
}
