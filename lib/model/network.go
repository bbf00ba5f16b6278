package model

import (
	"net/netip"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

var networkObject = sync.OnceValue(func() *object {
	return &object{doc: "network_definition", root: networkTable(), from: virt.FromNetwork}
})

// Network is the definition of a virtual network.
type Network struct{ n *node }

// ParseNetwork reads a network's document and fills it in. Errors are
// *virt.Error, as libvirt words them.
func ParseNetwork(xml string, o Options) (*Network, error) {
	doc, err := networkObject().parse(xml)
	if err != nil {
		return nil, err
	}
	return NetworkFrom(doc, o)
}

// NetworkFrom is ParseNetwork for an element of a larger document.
func NetworkFrom(x *dom.Node, o Options) (*Network, error) {
	object := networkObject()
	n, err := object.readElement(x, o.Strict)
	if err != nil {
		return nil, err
	}
	o.fillUUID(n)
	if err := fillNetwork(n, &o); err != nil {
		return nil, object.own(err)
	}
	return &Network{n}, nil
}

// XML writes the definition.
func (n *Network) XML(f Form) string { return n.n.text(f) }

// Name returns the network's name.
func (n *Network) Name() string { return bodyOf(n.n.child("name")) }

// UUID returns the network's UUID.
func (n *Network) UUID() virt.UUID { return uuidOf(n.n) }

// Bridge returns the name of the network's bridge, empty if it has none.
func (n *Network) Bridge() string { return attrOf(n.n.child("bridge"), "name") }

// GuestAddress returns where the addresses of guests start, and how many bits
// of them are the network's: at the first DHCP range, or at the network's own
// address.
func (n *Network) GuestAddress() (netip.Prefix, bool) {
	ip := n.n.child("ip")
	if ip == nil {
		return netip.Prefix{}, false
	}
	a, err := netip.ParseAddr(ip.get("address"))
	if err != nil {
		return netip.Prefix{}, false
	}
	bits, ok := ip.networkPrefix(a.BitLen())
	if r := ip.child("dhcp", "range"); r != nil {
		a, _ = netip.ParseAddr(r.get("start")) // the kind has checked it
	}
	return netip.PrefixFrom(a, bits), ok
}

// netBad gives the error for a bad value in a network. In format %[1]s is the
// value and %[2]s the network's name.
func netBad(format string) attrOption { return netBadCode(virt.ErrXMLError, format) }

func netBadCode(code virt.ErrorNumber, format string) attrOption {
	return func(a *attr) {
		a.bad = func(n *node, v string) error { return fault(code, format, v, n.objectName()) }
	}
}

// netNeeded makes an attribute required. In format %[1]s is the network's name.
func netNeeded(code virt.ErrorNumber, format string) attrOption {
	return func(a *attr) {
		a.missing = func(n *node) error { return fault(code, format, n.objectName()) }
	}
}

// objectName returns the name of the object that n is part of, also while that
// is being read.
func (n *node) objectName() string {
	for n.parent != nil {
		n = n.parent
	}
	if name := n.child("name"); name != nil {
		return name.body.s
	}
	if n.from == nil || n.from.Child("name") == nil {
		return ""
	}
	return n.from.Child("name").Text()
}

func networkName(n *node) error {
	for _, c := range n.body.s {
		if c == '/' {
			return virt.Errorf(virt.FromXML, virt.ErrXMLDetail, "invalid char in name: %c", c)
		}
	}
	return nil
}

// networkTable is the table of <network>.
func networkTable() *row {
	name := nameRow()
	name.check = networkName
	return el("network",
		at("connections", uint32s, live),
		at("ipv6", yesNo, netBad("Invalid ipv6 setting '%[1]s' in network '%[2]s'")),
		at("trustGuestRxFilters", yesNo),
		name,
		uuidRow(),
		el("metadata", keep, foreign),
		forwardRow(),
		el("bridge", always, keep,
			strs("name", "zone"),
			at("stp", str),
			at("delay", uint64s, netBad("Invalid delay value in network '%[2]s'")),
			at("macTableManager", word("kernel", "libvirt"), netBad("Invalid macTableManager setting '%[1]s' in network '%[2]s'")),
			check(bridge)),
		el("mtu", at("size", uint32s, netBad("Invalid mtu size '%[1]s' in network '%[2]s'"))),
		el("mac", at("address", mac, netBad("Invalid bridge mac address '%[1]s' in network '%[2]s'")), check(bridgeMAC)),
		el("domain", mute(func(n *node) bool { return !n.has("name") }), strs("name"), at("localOnly", yesNo, netBad("Invalid domain localOnly setting '%[1]s' in network '%[2]s'"))),
		dnsRow(),
		vlanRow(),
		bandwidthRow(mute(unlimited)),
		el("port", at("isolated", yesNo)),
		ipRow(),
		routeRow(),
		virtualPortRow(needType),
		el("portgroup", many, open,
			at("name", str),
			at("default", str), at("trustGuestRxFilters", yesNo),
			early(func(n *node) error {
				if n.get("name") == "" {
					return xmlFault("Missing required name attribute in portgroup")
				}
				if n.get("default") != "yes" {
					n.unset("default")
				}
				return nil
			}),
			vlanRow(), virtualPortRow(), bandwidthRow(mute(unlimited))))
}

// bridge says whether loops are looked for and how long a port listens first.
// A network that has nothing but a bridge of the host's leaves that to the host.
func bridge(n *node) error {
	for _, name := range []string{"name", "zone"} {
		if n.get(name) == "" {
			n.unset(name)
		}
	}
	if n.parent.ownBridge() {
		if n.get("stp") != "off" {
			n.set("stp", "on")
		}
		n.ensureAttr("delay", "0")
	}
	return nil
}

// ownBridge reports whether the network has a bridge of its own, by its way of
// forwarding.
func (n *node) ownBridge() bool {
	switch attrOf(n.child("forward"), "mode") {
	case "bridge", "private", "vepa", "passthrough", "hostdev":
		return false
	}
	return true
}

func bridgeMAC(n *node) error {
	if n.has("address") && multicast(n.get("address")) {
		return xmlFault("Invalid multicast bridge mac address '%s' in network '%s'", n.get("address"), n.objectName())
	}
	return nil
}

// multicast reports whether an address, as mac writes it, is that of a group.
func multicast(mac string) bool {
	first, _ := unsigned(mac[:2], 16, 8)
	return first&1 != 0
}
