package model

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// Errors about ports are of no object's domain, whichever object has the port.
func portFault(format string, args ...any) error {
	return virt.Errorf(virt.FromNone, virt.ErrXMLError, format, args...)
}

// portBad is bad for values of ports.
func portBad(code virt.ErrorNumber, format string) attrOption {
	return func(a *attr) {
		a.bad = func(_ *node, v string) error {
			return virt.Errorf(virt.FromNone, code, "%s", strings.Replace(format, "%s", v, 1))
		}
	}
}

// mostVLAN is the highest number of a VLAN that frames have room for.
const mostVLAN = 4095

// vlanRow is the VLANs of a port.
func vlanRow() *row {
	return el("vlan",
		at("trunk", yesNo, portBad(virt.ErrXMLError, `invalid "trunk='%s'" in <vlan> - must be yes or no`)),
		el("tag", many, at("id", uint32s, required), at("nativeMode", word("tagged", "untagged")),
			check(func(n *node) error {
				if n.num("id") > mostVLAN {
					return portFault("vlan tag id %s too large (maximum %d)", n.get("id"), mostVLAN)
				}
				return nil
			})),
		check(vlan))
}

// vlan settles whether a port has several VLANs.
func vlan(n *node) error {
	tags := n.children("tag")
	native := 0
	for _, t := range tags {
		if t.has("nativeMode") {
			native++
		}
	}
	switch {
	case len(tags) == 0:
		return portFault("missing tag id - each <vlan> must have at least one <tag id='n'/> subelement")
	case native > 1:
		return portFault("duplicate native vlan setting")
	case len(tags) > 1 && n.get("trunk") == "no":
		return portFault("invalid \"trunk='no'\" in <vlan> - trunk='yes' is required for more than one vlan tag")
	case native > 0 && n.get("trunk") == "no":
		return portFault("invalid configuration in <vlan> - \"trunk='no'\" is not allowed with a native vlan id")
	case len(tags) > 1:
		n.set("trunk", "yes")
	case n.get("trunk") == "no":
		n.unset("trunk")
	}
	return nil
}

// virtualPortRow is how a port is introduced to a switch.
func virtualPortRow(parts ...part) *row {
	return el("virtualport",
		at("type", word("802.1Qbg", "802.1Qbh", "openvswitch", "midonet"), portBad(virt.ErrConfigUnsupported, "unknown virtualport type %s")),
		rows(parts),
		el("parameters", when(not(is("type", "midonet"))), portParameterRows(nil), early(portParameters)),
		el("parameters", when(is("type", "midonet")), portParameterRows(hidden), early(portLimits), keep, mute(func(n *node) bool {
			return !slices.ContainsFunc(n.vals, func(v value) bool { return v.ok })
		})))
}

// portParameterRows are the parameters of a virtual port. MidoNet takes all of
// them and keeps one: other is for the others.
func portParameterRows(other attrOption) part {
	number := func(name string) *attr {
		return at(name, uint32s, portBad(virt.ErrXMLError, "cannot parse value of "+name+" parameter"))
	}
	id := func(name string) *attr {
		return at(name, uuid, portBad(virt.ErrXMLError, "cannot parse "+name+" parameter as a uuid"))
	}
	all := rows{number("managerid"), number("typeid"), number("typeidversion"), id("instanceid"), id("interfaceid"), at("profileid", str)}
	for _, p := range all {
		if a := p.(*attr); other != nil && a.name != "interfaceid" {
			other(a)
		}
	}
	return all
}

// hidden is for attributes that are read and not written.
func hidden(a *attr) { a.hide = func(form) bool { return true } }

// needType demands that a virtual port names the kind of its switch.
var needType = early(func(n *node) error {
	if !n.has("type") {
		return portFault("missing required virtualport type")
	}
	return nil
})

// portLimits checks how large the parameters of a virtual port are.
func portLimits(n *node) error {
	const longestProfile = 39 // LIBVIRT_IFLA_VF_PORT_PROFILE_MAX, less the end of the C string
	switch {
	case n.num("managerid") > 0xFF:
		return portFault("value of managerid out of range")
	case n.num("typeid") > 0xFFFFFF:
		return portFault("value for typeid out of range")
	case n.num("typeidversion") > 0xFF:
		return portFault("value of typeidversion out of range")
	case len(n.get("profileid")) > longestProfile:
		return portFault("profileid parameter too long")
	case n.get("profileid") == "":
		n.unset("profileid")
	}
	return nil
}

// portParameters checks the parameters of a virtual port: how large they are,
// and whether its kind of switch knows them.
func portParameters(n *node) error {
	if err := portLimits(n); err != nil {
		return err
	}
	kind := n.parent.get("type")
	known := map[string]string{
		"802.1Qbg":    "managerid typeid typeidversion instanceid",
		"802.1Qbh":    "profileid",
		"openvswitch": "interfaceid profileid",
	}
	for _, name := range []string{"managerid", "typeid", "typeidversion", "instanceid", "profileid", "interfaceid"} {
		if kind != "" && n.has(name) && !slices.Contains(strings.Fields(known[kind]), name) {
			return portFault("extra %s unsupported in <virtualport type='%s'>", name, kind)
		}
	}
	return nil
}
