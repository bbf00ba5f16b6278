package model

import (
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// interfaceRow is a network interface.
func interfaceRow() *row {
	of := func(types ...string) attrOption { return whenAttr(up(is("type", types...))) }
	return el("interface", many,
		at("type", word("user", "ethernet", "vhostuser", "server", "client", "mcast", "network", "bridge", "internal", "direct", "hostdev", "udp", "vdpa", "null", "vds"), def("user")),
		at("managed", yesNo, whenAttr(is("type", "hostdev"))),
		at("trustGuestRxFilters", yesNo),
		el("mac", at("address", mac, bad(virt.ErrXMLError, "unable to parse mac address '%s'")), at("type", word("generated", "static")), at("check", yesNo)),
		el("driver", when(is("type", "hostdev")), at("name", word("vfio", "kvm", "xen"))),
		el("source",
			at("network", str, of("network")), at("portgroup", str, of("network")), at("portid", str, of("network"), live),
			at("bridge", str, of("bridge")),
			at("name", str, of("internal")),
			at("type", word("unix"), of("vhostuser")), at("path", str, of("vhostuser")), at("mode", word("server", "client"), of("vhostuser")),
			at("dev", str, of("direct", "vdpa")),
			at("mode", word("vepa", "private", "bridge", "passthrough"), of("direct")),
			at("address", str, of("server", "client", "mcast", "udp")), at("port", uint32s, of("server", "client", "mcast", "udp")),
			el("local", when(up(is("type", "udp"))), at("address", str), at("port", uint32s)),
			el("address", when(up(is("type", "hostdev"))), at("type", word("pci", "usb"), def("pci")), at("domain", hex(4, 32), def("0x0000")), at("bus", hex(2, 8), def("0x00")), at("slot", hex(2, 5), def("0x00")), at("function", hex(1, 3), def("0x0"))),
			el("reconnect", when(up(is("type", "vhostuser"))), at("enabled", yesNo), at("timeout", uint32s)),
			el("ip", many, when(up(is("type", "ethernet"))), strs("address", "family", "prefix", "peer")),
			el("route", many, when(up(is("type", "ethernet"))), strs("family", "address", "netmask", "prefix", "gateway", "metric"))),
		el("portForward", many, at("proto", word("tcp", "udp"), required), strs("address", "dev"),
			el("range", many, attrsOf(uint32s, "start", "end", "to"), at("exclude", yesNo))),
		vlanRow(),
		virtualPortRow(),
		bandwidthRow(),
		el("port", at("isolated", yesNo)),
		el("ip", many, at("address", str), at("family", word("ipv4", "ipv6"), def("ipv4")), at("prefix", uint32s), strs("peer")),
		el("route", many, strs("family", "address", "netmask"), attrsOf(uint32s, "prefix"), strs("gateway"), attrsOf(uint32s, "metric")),
		el("script", strs("path")),
		el("backenddomain", strs("name")),
		el("target", strs("dev"), at("managed", yesNo), check(interfaceTarget)),
		el("guest", strs("dev", "actual")),
		el("model", strs("type")),
		el("driver", when(not(is("type", "hostdev"))),
			at("name", word("qemu", "vhost")),
			at("txmode", word("iothread", "timer")),
			attrsOf(onOff, "ioeventfd", "event_idx"),
			attrsOf(uint32s, "queues", "rx_queue_size", "tx_queue_size"),
			attrsOf(onOff, "rss", "rss_hash_report"),
			virtioAttrs(),
			el("host", attrsOf(onOff, "csum", "gso", "tso4", "tso6", "ecn", "ufo", "mrg_rxbuf")),
			el("guest", attrsOf(onOff, "csum", "tso4", "tso6", "ecn", "ufo"))),
		el("backend", at("type", word("default"), drop("default")), strs("tap", "vhost", "logFile")),
		el("filterref", strs("filter"), el("parameter", many, strs("name", "value"))),
		el("tune", el("sndbuf", text(uint64s))),
		el("teaming", at("type", word("persistent", "transient"), required), strs("persistent")),
		el("link", at("state", word("up", "down"))),
		el("mtu", at("size", uint32s, bad(virt.ErrXMLError, "malformed mtu size"))),
		el("coalesce", el("rx", el("frames", at("max", uint32s)))),
		infoRows(),
		check(netInterface))
}

// interfaceTarget drops the names that the host gives by itself.
func interfaceTarget(n *node) error {
	for _, prefix := range []string{"vnet", "macvtap", "macvlan"} {
		if strings.HasPrefix(n.get("dev"), prefix) {
			n.unset("dev")
		}
	}
	return nil
}

// bandwidthRow is the limits of both directions, in KiB a second. 0 is no limit.
func bandwidthRow(parts ...part) *row {
	number := func(name string) *attr {
		return at(name, uint64s, drop("0"), portBad(virt.ErrConfigUnsupported, "could not convert bandwidth "+name+" value '%s'"))
	}
	limits := rows{
		many, number("average"), number("peak"), number("floor"), number("burst"),
		early(bandwidthLimits),
		mute(func(n *node) bool { return n.num("average") == 0 && n.num("floor") == 0 }),
	}
	return el("bandwidth", open, rows(parts),
		at("classID", str),
		early(func(n *node) error {
			if n.has("classID") {
				return virt.Errorf(virt.FromNone, virt.ErrXMLDetail, "classID attribute not supported on <bandwidth> in this usage context")
			}
			return nil
		}),
		el("inbound", limits), el("outbound", limits),
		check(func(n *node) error {
			for _, name := range []string{"inbound", "outbound"} {
				if len(n.children(name)) > 1 {
					return virt.Errorf(virt.FromNone, virt.ErrXMLDetail, "Only one child <%s> element allowed", name)
				}
			}
			return nil
		}))
}

// unlimited reports whether a bandwidth names no direction.
func unlimited(bandwidth *node) bool {
	return bandwidth.child("inbound") == nil && bandwidth.child("outbound") == nil
}

func bandwidthLimits(n *node) error {
	at := n.parent.parent
	switch {
	case !n.has("average") && !n.has("floor"):
		return virt.Errorf(virt.FromNone, virt.ErrXMLDetail, "Missing mandatory average or floor attributes")
	case !n.has("average") && (n.has("peak") || n.has("burst")):
		return virt.Errorf(virt.FromNone, virt.ErrXMLDetail, "'peak' and 'burst' require 'average' attribute")
	case n.num("floor") > 0 && n.row.name == "outbound":
		return virt.Errorf(virt.FromNone, virt.ErrConfigUnsupported, "'floor' attribute allowed only in <inbound> element")
	case n.num("floor") > 0 && !(at.row.name == "interface" && at.get("type") == "network"):
		return virt.Errorf(virt.FromNone, virt.ErrConfigUnsupported, "floor attribute is not supported for this config")
	}
	return nil
}

// ParseMAC brings an address of six bytes into the form in which definitions have
// it: twelve small hexadecimal digits with colons.
func ParseMAC(text string) (address string, ok bool) {
	address, wrong := mac(text)
	return address, wrong == ""
}

// mac takes an address of six bytes in hexadecimal.
func mac(v string) (string, string) {
	groups := strings.Split(v, ":")
	if len(groups) != 6 {
		return "", "mac"
	}
	for i, g := range groups {
		b, ok := unsigned(g, 16, 8)
		if !ok || len(g) > 2 {
			return "", "mac"
		}
		groups[i] = hexText(b, 2)[2:]
	}
	return strings.Join(groups, ":"), ""
}

// netInterface checks what libvirt checks while it reads an interface.
func netInterface(n *node) error {
	typ := n.get("type")
	source := n.child("source")
	if b := n.child("bandwidth"); b != nil && unlimited(b) {
		n.remove(b)
	}
	need := map[string]string{
		"network": "network", "bridge": "bridge", "direct": "dev", "internal": "name", "vhostuser": "path",
		"hostdev": "", "server": "port", "client": "port", "mcast": "port", "udp": "port", "vdpa": "dev",
	}
	attr, ok := need[typ]
	if ok && source == nil {
		return xmlFault("interface type='%s' requires a 'source' element", typ)
	}
	if attr != "" && !source.has(attr) {
		return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Missing required attribute '%s' in element 'source'", attr)
	}
	if typ == "direct" && !source.has("mode") {
		source.set("mode", "vepa")
	}
	if m := n.child("mac"); m != nil {
		if low, _ := unsigned(m.get("address")[:min(2, len(m.get("address")))], 16, 8); low&1 != 0 {
			return xmlFault("expected unicast mac address, found multicast '%s'", m.get("address"))
		}
	}
	return nil
}
