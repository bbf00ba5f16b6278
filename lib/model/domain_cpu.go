package model

import (
	"github.com/virgo-vm/virgo/lib/virt"
)

// cpuRow is the guest's CPU.
func cpuRow() *row {
	return el("cpu", keep,
		at("mode", word("custom", "host-model", "host-passthrough", "maximum"), bad(virt.ErrXMLError, "Invalid mode attribute '%s'")),
		at("match", word("minimum", "exact", "strict"), bad(virt.ErrInternalError, "Invalid match attribute for CPU specification")),
		at("check", word("none", "partial", "full"), bad(virt.ErrInternalError, "Invalid check attribute for CPU specification")),
		at("migratable", onOff),
		el("model", at("fallback", word("allow", "forbid")), at("vendor_id", str), text(str)),
		el("vendor", text(str)),
		el("topology", attrsOf(positive, "sockets", "dies", "cores", "threads"), check(topology)),
		el("cache", at("level", uint32s), at("mode", word("emulate", "passthrough", "disable"), required)),
		el("maxphysaddr", at("mode", word("emulate", "passthrough"), required), at("bits", uint32s)),
		el("feature", many,
			at("policy", word("force", "require", "optional", "disable", "forbid"), def("require")),
			at("name", str, needed(virt.ErrXMLError, "Invalid CPU feature name"))),
		el("numa", el("cell", many,
			at("id", uint32s), cpuAttr("cpus"), at("memory", str), at("unit", str),
			at("memAccess", word("shared", "private")), at("discard", yesNo),
			el("distances", el("sibling", many, attrsOf(uint32s, "id", "value"))),
			check(func(n *node) error {
				if !n.has("memory") {
					return xmlFault("missing element or attribute './@memory'")
				}
				return amountAttr(n, "memory")
			})),
			el("interconnects",
				el("latency", many, attrsOf(uint32s, "initiator", "target", "cache"), at("type", word("access", "read", "write")), at("value", uint64s)),
				el("bandwidth", many, attrsOf(uint32s, "initiator", "target", "cache"), at("type", word("access", "read", "write")), at("value", uint64s), at("unit", str)))),
		check(cpu))
}

func topology(n *node) error {
	for _, name := range []string{"sockets", "cores", "threads"} {
		if !n.has(name) {
			return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Missing required attribute '%s' in element 'topology'", name)
		}
	}
	if !n.has("dies") {
		n.set("dies", "1")
	}
	return nil
}

// cpu fills in the mode and how exactly the guest must get it.
func cpu(n *node) error {
	model := n.child("model")
	if !n.has("mode") && (model != nil || n.has("match")) {
		n.set("mode", "custom")
	}
	switch n.get("mode") {
	case "custom":
		if !n.has("match") {
			n.set("match", "exact")
		}
	case "host-model", "host-passthrough", "maximum":
		n.unset("match")
	}
	if model != nil && !model.has("fallback") {
		model.set("fallback", "allow")
	}
	for i, cell := range n.child("numa").children("cell") {
		if !cell.has("id") {
			cell.set("id", itoa(i))
		}
	}
	return nil
}
