package model

import "net/netip"

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
		at("metric", positive),
		early(route))
}

// route checks that the addresses of a route are of one family, and that what
// it leads to is a network.
func route(n *node) error {
	network, text := n.objectName(), n.get("address")
	a, _ := netip.ParseAddr(text) // the kinds have checked them
	gateway, _ := netip.ParseAddr(n.get("gateway"))
	mask, _ := netip.ParseAddr(n.get("netmask"))
	refuse := func(format string, args ...any) error {
		return xmlFault("%s: "+format+" in route definition", append([]any{network}, args...)...)
	}
	family, bits := n.get("family"), 32
	switch family {
	case "", "ipv4":
		which := "IPv4 family"
		if family == "" {
			which = "No family"
		}
		switch {
		case !a.Is4():
			return refuse("%s specified for non-IPv4 address '%s'", which, text)
		case !gateway.Is4():
			return refuse("%s specified for non-IPv4 gateway '%s'", which, text) // libvirt names the address
		case n.has("netmask") && !mask.Is4():
			return xmlFault("%s: Invalid netmask '%s' for address '%s' (both must be IPv4)", network, n.get("netmask"), text)
		}
	case "ipv6":
		bits = 128
		switch {
		case !a.Is6():
			return refuse("ipv6 family specified for non-IPv6 address '%s'", text)
		case n.has("netmask"):
			return refuse("Specifying netmask invalid for IPv6 address '%s'", text)
		case !gateway.Is6():
			return refuse("ipv6 specified for non-IPv6 gateway address '%s'", n.get("gateway"))
		}
	default:
		return refuse("Unrecognized family '%s'", family)
	}
	prefix := int(min(n.num("prefix"), uint64(bits)+1))
	switch {
	case prefix > bits:
		return xmlFault("%s: Invalid prefix %s specified in route definition, must be 0 - %d", network, n.get("prefix"), bits)
	case n.has("prefix") && n.has("netmask"):
		return xmlFault("%s: Route definition cannot have both a prefix and a netmask", network)
	}
	first := netip.PrefixFrom(a, prefix).Masked().Addr()
	if n.has("netmask") {
		b, m := a.As4(), mask.As4()
		for i := range b {
			b[i] &= m[i]
		}
		first = netip.AddrFrom4(b)
	}
	if first != a {
		return xmlFault("%s: Address '%s' in route definition is not a network address", network, text)
	}
	return nil
}

// checkRoutes checks that the network itself reaches the gateways of its routes.
func checkRoutes(n *node) error {
	for _, r := range n.children("route") {
		gateway, _ := netip.ParseAddr(r.get("gateway"))
		reached := false
		for _, ip := range n.children("ip") {
			a, _ := netip.ParseAddr(ip.get("address"))
			bits, _ := ip.networkPrefix(a.BitLen())
			reached = reached || netip.PrefixFrom(a, bits).Contains(gateway)
		}
		if !reached {
			return unsupported("unreachable static route gateway '%s' specified for network '%s'", gateway, n.objectName())
		}
	}
	return nil
}
