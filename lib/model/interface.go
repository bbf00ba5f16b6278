package model

import (
	"slices"
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

var hostInterfaceObject = sync.OnceValue(func() *object {
	return &object{doc: "interface_definition", root: hostInterfaceTable(), from: virt.FromInterface}
})

// HostInterface is the definition of a network interface of the host.
type HostInterface struct{ n *node }

// ParseHostInterface reads the document of an interface of the host. Errors are
// *virt.Error, as libvirt words them.
func ParseHostInterface(xml string, o Options) (*HostInterface, error) {
	doc, err := hostInterfaceObject().parse(xml)
	if err != nil {
		return nil, err
	}
	return HostInterfaceFrom(doc, o)
}

// HostInterfaceFrom is ParseHostInterface for an element of a larger document.
func HostInterfaceFrom(x *dom.Node, o Options) (*HostInterface, error) {
	n, err := hostInterfaceObject().readElement(x, o.Strict)
	if err != nil {
		return nil, err
	}
	return &HostInterface{n}, nil
}

// XML writes the definition.
func (i *HostInterface) XML() string { return i.n.text(Form{}) }

// Name returns the interface's name.
func (i *HostInterface) Name() string { return i.n.get("name") }

// MAC returns the interface's address as it was written; empty if it has none.
// Only an interface of type ethernet has one.
func (i *HostInterface) MAC() string { return attrOf(i.n.child("mac"), "address") }

// The types of interfaces.
const (
	ethernet = "ethernet"
	bridged  = "bridge"
	bonded   = "bond"
	tagged   = "vlan"
)

// hostInterfaceTable is the table of <interface>.
func hostInterfaceTable() *row {
	typed := func(t string) part { return when(is("type", t)) }
	return el("interface", open,
		interfaceHead(ethernet, bridged, bonded, tagged),
		el("start", at("mode", word("", "none", "onboot", "hotplug"), bad(virt.ErrXMLError, "unknown interface startmode %s")), check(noEmpty)),
		el("mtu", at("size", uint32s, drop("0"), badMTU)),
		protocolRow(),
		linkRow(),
		macRow(),
		el("bridge", typed(bridged), open,
			need(virt.ErrXMLError, "bridge interface misses the bridge element"),
			strs("stp", "delay"),
			el("interface", many, open,
				interfaceHead(ethernet, bonded, tagged),
				linkRow(), macRow(), bondRow(), taggedRow()),
			check(bridgeSTP)),
		bondRow(),
		taggedRow())
}

// interfaceHead is the type and the name of an interface, which may be of the
// types given.
func interfaceHead(types ...string) part {
	unsupportedType := func(a *attr) {
		a.bad = func(_ *node, v string) error {
			if slices.Contains([]string{ethernet, bridged, bonded, tagged}, v) {
				return xmlFault("interface has unsupported type '%s'", v)
			}
			return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Invalid value for attribute 'type' in element 'interface': '%s'.", v)
		}
	}
	return rows{
		at("type", word(types...), required, unsupportedType),
		at("name", str, needed(virt.ErrXMLError, "interface has no name")),
	}
}

// badMTU is the error of an MTU that is no number: libvirt has no text for it.
func badMTU(a *attr) {
	a.bad = func(*node, string) error {
		return &virt.Error{
			Code: virt.ErrInternalError, Domain: virt.FromNone, Level: virt.LevelError,
			Message: "An error occurred, but the cause is unknown",
		}
	}
}

// protocolRow is the addresses of one family.
func protocolRow() *row {
	return el("protocol", many, open,
		at("family", word("ipv4", "ipv6"),
			needed(virt.ErrXMLError, "protocol misses the family attribute"),
			bad(virt.ErrXMLError, "unsupported protocol family '%s'")),
		el("autoconf", when(is("family", "ipv6"))),
		el("dhcp", keep, at("peerdns", yesNo)),
		el("ip", many, strs("address"), at("prefix", ints, drop("0")), check(func(n *node) error {
			if !n.has("address") { // a prefix of nothing
				n.unset("prefix")
			}
			return nil
		})),
		el("route", strs("gateway"), check(noEmpty)))
}

// linkRow is the link's speed in Mb/s and its state. A bridge has no link of its
// own.
func linkRow() *row {
	return el("link", when(not(is("type", bridged))),
		at("speed", uint32s, drop("0")),
		at("state", word("", "unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up")),
		check(noEmpty))
}

func macRow() *row { return el("mac", when(is("type", ethernet)), strs("address"), check(noEmpty)) }

// noEmpty drops the attributes that are there and empty.
func noEmpty(n *node) error {
	for i, v := range n.vals {
		if v.s == "" {
			n.vals[i] = value{}
		}
	}
	return nil
}

// bridgeSTP drops what is neither on nor off, and the delay that goes with it.
func bridgeSTP(n *node) error {
	if stp := n.get("stp"); stp != "on" && stp != "off" {
		if n.has("stp") {
			n.unset("delay")
		}
		n.unset("stp")
	}
	return nil
}

// bondRow is the interfaces that act as one, and how their links are watched:
// by their state (miimon) or by ARP requests (arpmon).
func bondRow() *row {
	monitor := func(attribute, what string, o ...attrOption) part {
		return at(attribute, ints, append(o, bad(virt.ErrXMLError, "bond interface "+what))...)
	}
	const (
		freq     = "miimon freq missing or invalid"
		interval = "arpmon interval missing or invalid"
	)
	return el("bond", when(is("type", bonded)), open,
		need(virt.ErrXMLError, "bond interface misses the bond element"),
		at("mode", word("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb"),
			bad(virt.ErrXMLError, "unknown bonding mode %s")),
		el("miimon",
			monitor("freq", freq, needed(virt.ErrXMLError, "bond interface "+freq)),
			monitor("downdelay", "miimon downdelay invalid"),
			monitor("updelay", "miimon updelay invalid"),
			at("carrier", word("ioctl", "netif"), bad(virt.ErrXMLError, "unknown mii bonding carrier %s")),
			check(delays)),
		el("arpmon", when(func(n *node) bool { return n.child("miimon") == nil }),
			monitor("interval", interval, needed(virt.ErrXMLError, "bond interface "+interval)),
			at("target", str, needed(virt.ErrXMLError, "bond interface arpmon target missing")),
			at("validate", word("active", "backup", "all"), bad(virt.ErrXMLError, "unknown arp bonding validate %s"))),
		el("interface", many, open, interfaceHead(ethernet), linkRow(), macRow()))
}

// taggedRow is the VLAN of an interface, and the interface that carries it.
func taggedRow() *row {
	const unnamed = "vlan interface misses name attribute"
	return el("vlan", when(is("type", tagged)),
		need(virt.ErrXMLError, "vlan interface misses the vlan element"),
		at("tag", str, needed(virt.ErrXMLError, "vlan interface misses the tag attribute")),
		el("interface", need(virt.ErrXMLError, unnamed), at("name", str, needed(virt.ErrXMLError, unnamed))))
}

// delays drops the delays that are none.
func delays(n *node) error {
	for _, d := range []string{"downdelay", "updelay"} {
		if v := n.get(d); v == "0" || strings.HasPrefix(v, "-") {
			n.unset(d)
		}
	}
	return nil
}
