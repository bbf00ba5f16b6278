package model

import (
	"net/netip"
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

func forwardRow() *row {
	pci := at("type", word("pci"), netNeeded(virt.ErrXMLError, "missing address type in network %s"), netBadCode(virt.ErrConfigUnsupported, "unknown address type '%[1]s' in network %[2]s"))
	return el("forward",
		strs("dev"),
		at("mode", word("none", "nat", "route", "open", "bridge", "private", "vepa", "passthrough", "hostdev"), def("nat"), bad(virt.ErrConfigUnsupported, "unknown forwarding type '%s'")),
		at("managed", yesNo),
		el("driver", at("name", word("kvm", "vfio"), netBadCode(virt.ErrConfigUnsupported, "Unknown forward <driver name='%[1]s'/> in network %[2]s"))),
		natRow(),
		el("pf", many, at("dev", str, netNeeded(virt.ErrXMLError, "Missing required dev attribute in <pf> element of network '%s'"))),
		el("interface", many, at("dev", str, netNeeded(virt.ErrXMLError, "Missing required dev attribute in <forward> <interface> element of network %s"))),
		el("address", many, pci,
			at("domain", hex(4, 32), def("0x0000")), at("bus", hex(2, 32), def("0x00")), at("slot", hex(2, 32), def("0x00")), at("function", hex(1, 32), def("0x0")),
			check(pciRange)),
		check(forward))
}

// natRow is the addresses and ports that stand outside for those of guests.
func natRow() *row {
	port := func(name string) *attr {
		text := "Missing or invalid '" + name + "' attribute in <port> in <nat> in <forward> in network %[2]s"
		return at(name, number(16), netBadCode(virt.ErrXMLDetail, text),
			netNeeded(virt.ErrXMLDetail, "Missing or invalid '"+name+"' attribute in <port> in <nat> in <forward> in network %s"))
	}
	end := func(name string) *attr {
		return at(name, address, netBad("Bad ipv4 "+name+" address '%[1]s' in <nat> in <forward> in network '%[2]s'"),
			netNeeded(virt.ErrXMLError, "missing '"+name+"' attribute in <address> element in <nat> in <forward> in network %s"))
	}
	return el("nat", many, at("ipv6", yesNo),
		el("address", many, end("start"), end("end"), check(natAddresses)),
		el("port", many, port("start"), port("end"), check(func(n *node) error {
			if n.num("end") < n.num("start") {
				return fault(virt.ErrXMLDetail, "Missing or invalid 'end' attribute in <port> in <nat> in <forward> in network %s", n.objectName())
			}
			return nil
		})),
		check(func(n *node) error {
			for _, name := range []string{"address", "port"} {
				if len(n.children(name)) > 1 {
					return xmlFault("Only one <%s> element is allowed in <nat> in <forward> in network %s", name, n.objectName())
				}
			}
			return nil
		}))
}

func natAddresses(n *node) error {
	var ends [2]netip.Addr
	for i, name := range []string{"start", "end"} {
		ends[i], _ = netip.ParseAddr(n.get(name)) // the kind has checked it
		if !ends[i].Is4() {
			return xmlFault("Bad ipv4 %s address '%s' in <nat> in <forward> in network '%s'", name, n.get(name), n.objectName())
		}
	}
	return checkRange(ends[0], ends[1], netip.Addr{}, 0)
}

// forward settles which interfaces are forwarded to.
func forward(n *node) error {
	for _, name := range []string{"pf", "nat"} {
		if len(n.children(name)) > 1 {
			return xmlFault("Only one <%s> element is allowed in <forward> of network %s", name, n.objectName())
		}
	}
	interfaces := n.children("interface")
	switch dev := n.get("dev"); {
	case dev != "" && (len(n.children("address")) > 0 || n.child("pf") != nil):
		return xmlFault("the <forward> 'dev' attribute cannot be used when <address> or <pf> sub-elements are present in network %%s") // libvirt forgets the name
	case dev != "" && len(interfaces) > 0 && interfaces[0].get("dev") != dev:
		return xmlFault("<forward dev='%s'> must match first <interface dev='%s'/> in network %s", dev, interfaces[0].get("dev"), n.objectName())
	case dev != "" && len(interfaces) == 0:
		n.add("interface").set("dev", dev)
	}
	n.nameForward()
	if mode := n.get("mode"); n.child("nat") != nil && mode != "nat" {
		return xmlFault("The <nat> element can only be used when <forward> 'mode' is 'nat' in network %s", n.objectName())
	}
	if n.get("mode") == "hostdev" {
		n.ensureAttr("managed", "no")
	} else {
		n.unset("managed")
	}
	return nil
}

// nameForward repeats the first interface in the attribute that older documents
// have for it. Of interfaces and of what can have some, the interfaces count.
func (n *node) nameForward() {
	n.unset("dev")
	interfaces := n.children("interface")
	if len(interfaces) == 0 {
		return
	}
	if dev := interfaces[0].get("dev"); dev != "" {
		n.set("dev", dev)
	}
	for _, x := range slices.Concat(n.children("pf"), n.children("address")) {
		n.remove(x)
	}
}

// checkForward checks what a network has against its way of forwarding.
func checkForward(n *node) error {
	f, b, name := n.child("forward"), n.child("bridge"), n.objectName()
	mode := attrOf(f, "mode")
	interfaces := f.children("interface")
	switch mode {
	case "nat", "route", "open":
		switch {
		case len(n.children("ip")) == 0:
			return xmlFault("%s forwarding requested, but no IP address provided for network '%s'", mode, name)
		case mode == "open" && len(interfaces) > 0:
			return xmlFault("forward dev not allowed for network '%s' with forward mode='%s'", name, mode)
		case len(interfaces) > 1:
			return xmlFault("multiple forwarding interfaces specified for network '%s', only one is supported", name)
		}
	case "private", "vepa", "passthrough", "hostdev", "bridge":
		switch {
		case b.has("name") && mode != "bridge":
			return xmlFault("bridge name not allowed in %s mode (network '%s')", mode, name)
		case b.get("stp") != "" || b.num("delay") != 0 || b.get("zone") != "":
			return xmlFault("bridge delay/stp/zone options only allowed in route, nat, and isolated mode, not in %s (network '%s')", mode, name)
		case b.has("name") && len(interfaces) > 0:
			return xmlFault("A network with forward mode='%s' can specify a bridge name or a forward dev, but not both (network '%s')", mode, name)
		case n.child("mtu").has("size"):
			return xmlFault("mtu size only allowed in open, route, nat, and isolated mode, not in %s (network '%s')", mode, name)
		}
	}
	return nil
}
