package model

import (
	"github.com/virgo-vm/virgo/lib/virt"
)

// cpuRow is the guest's CPU.
func cpuRow() *row {
	return el("cpu",
		at("mode", word("custom", "host-model", "host-passthrough", "maximum"), bad(virt.ErrConfigUnsupported, "Invalid mode attribute '%s'")),
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
		numaRow(),
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

// cpu fills in the mode and how exactly the guest must get it. Without a model
// only the other modes than custom say anything.
func cpu(n *node) error {
	model := n.child("model")
	if model != nil && !model.body.ok {
		n.remove(model)
		model = nil
	}
	switch n.get("mode") {
	case "", "custom":
		if model == nil {
			if n.has("check") {
				return unsupported("check attribute specified for CPU with no model")
			}
			n.unset("mode")
			n.unset("match")
			break
		}
		n.set("mode", "custom")
		n.ensureAttr("match", "exact")
	default:
		n.unset("match")
	}
	if model != nil {
		model.ensureAttr("fallback", "allow")
	}
	numa := n.child("numa")
	cells := numa.children("cell")
	if numa != nil && len(cells) == 0 {
		return xmlFault("NUMA topology defined without NUMA cells")
	}
	for i, cell := range cells {
		cell.ensureAttr("id", itoa(i))
	}
	if err := checkNUMA(numa); err != nil {
		return err
	}
	return distances(cells)
}

// localDistance is how far a NUMA node is from itself (LOCAL_DISTANCE of ACPI).
const localDistance = 10

// distances makes the distances between NUMA cells symmetrical where only one
// direction is given.
func distances(cells []*node) error {
	table := make([]map[int]uint64, len(cells))
	set := func(from, to int, v uint64) {
		if table[from] == nil {
			table[from] = map[int]uint64{from: localDistance}
		}
		table[from][to] = v
	}
	for i, cell := range cells {
		for _, s := range cell.child("distances").children("sibling") {
			to := int(s.num("id"))
			if to >= len(cells) {
				return xmlFault("'sibling_id %d' does not refer to a valid cell within NUMA 'cell id %d'", to, i)
			}
			set(i, to, s.num("value"))
			if table[to][i] == 0 {
				set(to, i, s.num("value"))
			}
		}
	}
	for i, cell := range cells {
		if table[i] == nil {
			continue
		}
		d := cell.ensure("distances")
		for _, s := range d.children("sibling") {
			d.remove(s)
		}
		for to := range cells {
			if v := table[i][to]; v != 0 {
				s := d.add("sibling")
				s.set("id", itoa(to))
				s.set("value", utoa(v))
			}
		}
	}
	return nil
}
