package model

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// numaRow is the NUMA nodes of the guest.
func numaRow() *row {
	return el("numa", el("cell", many,
		at("id", uint32s), cpuAttr("cpus"), at("memory", str), at("unit", str),
		at("memAccess", word("shared", "private")), at("discard", yesNo),
		el("distances", el("sibling", many, attrsOf(uint32s, "id", "value"))),
		el("cache", many,
			at("level", str, cellNeeded("level")),
			at("associativity", word("none", "direct", "full"), drop("none"), cellNeeded("associativity"), bad(virt.ErrXMLError, "Invalid cache associativity '%s'")),
			at("policy", word("none", "writeback", "writethrough"), drop("none"),
				needed(virt.ErrXMLError, "Invalid cache policy '(null)'"), bad(virt.ErrXMLError, "Invalid cache policy '%s'")),
			early(memoryCache),
			el("size", strs("value"), at("unit", str)),
			el("line", mute(func(n *node) bool { return n.get("value") == "0" }), strs("value"), at("unit", str)),
			check(memoryCacheSizes)),
		check(func(n *node) error {
			if !n.has("memory") {
				return xmlFault("missing element or attribute './@memory'")
			}
			return amountAttr(n, "memory")
		})),
		el("interconnects", interconnectRow("latency", at("value", uint64s, required)),
			interconnectRow("bandwidth", strs("value", "unit"), check(interconnectBandwidth))))
}

// cellNumber returns the place of a <cell> among its like, its number unless it
// has one.
func cellNumber(cell *node) string {
	if cell.has("id") {
		return cell.get("id")
	}
	return itoa(len(cell.parent.children("cell"))) // those read before it
}

// cellNeeded makes an attribute of a cache required.
func cellNeeded(name string) attrOption {
	return func(a *attr) {
		a.missing = func(cache *node) error {
			return xmlFault("Missing '%s' attribute in cache element for NUMA node %s", name, cellNumber(cache.parent))
		}
	}
}

// mostCaches is the highest level of caches in front of the memory of a node.
const mostCaches = 3

// memoryCache checks the number of a cache in front of the memory of a node.
func memoryCache(n *node) error {
	cell := cellNumber(n.parent)
	level, ok := unsigned(n.get("level"), 10, 32)
	switch {
	case !ok || level == 0:
		return xmlFault("Invalid 'level' attribute in cache element for NUMA node %s", cell)
	case slices.ContainsFunc(n.parent.children("cache"), func(o *node) bool { return o.num("level") == level }):
		return xmlFault("Cache level '%d' already defined", level)
	}
	n.set("level", utoa(level))
	return nil
}

// memoryCacheSizes checks the sizes of a cache and of its lines. libvirt does not
// read their units.
func memoryCacheSizes(n *node) error {
	for _, part := range []struct{ name, unit string }{{"size", "KiB"}, {"line", "B"}} {
		k := n.ensure(part.name)
		place := "./" + part.name + "/@value"
		if !k.has("value") {
			return xmlFault("missing element or attribute '%s'", place)
		}
		v, ok := unsigned(k.get("value"), 10, 64)
		if !ok {
			return badXPath(k.get("value"), place)
		}
		k.set("value", utoa(v))
		k.set("unit", part.unit)
	}
	if n.num("level") > mostCaches {
		return xmlFault("Ain't nobody heard of that much cache level")
	}
	return nil
}

func interconnectRow(name string, parts ...part) *row {
	return el(name, many, at("initiator", uint32s, required), at("target", uint32s, required), at("cache", uint32s, drop("0")),
		at("type", word("access", "read", "write"), required), rows(parts))
}

// interconnectBandwidth brings a bandwidth to KiB a second.
func interconnectBandwidth(n *node) error {
	if !n.has("value") {
		return xmlFault("missing element or attribute './@value'")
	}
	return amountAttr(n, "value")
}

// checkNUMA checks what the nodes of a guest have to do with each other.
func checkNUMA(numa *node) error {
	cells := numa.children("cell")
	for i, cell := range cells {
		if cell.num("id") >= uint64(len(cells)) {
			return xmlFault("Exactly one 'cell' element per guest NUMA cell allowed, non-contiguous ranges or ranges not starting from 0 are not allowed")
		}
		own, _ := parseCPUList(cell.get("cpus")) // the kind has checked it
		for j, other := range cells[:i] {
			theirs, _ := parseCPUList(other.get("cpus"))
			if slices.ContainsFunc(own, func(id int) bool { return slices.Contains(theirs, id) }) {
				return unsupported("NUMA cells %d and %d have overlapping vCPU ids", i, j)
			}
		}
	}
	return checkInterconnects(numa.child("interconnects"), cells)
}

// checkInterconnects checks that ways between nodes are between nodes that there
// are.
func checkInterconnects(n *node, cells []*node) error {
	for _, kind := range []string{"latency", "bandwidth"} {
		ways := n.children(kind)
		for i, w := range ways {
			for _, end := range []string{"initiator", "target"} {
				if w.num(end) >= uint64(len(cells)) {
					return xmlFault("'%s' refers to a non-existent NUMA node", end)
				}
			}
			if level := w.num("cache"); level > 0 && !slices.ContainsFunc(cells[w.num("target")].children("cache"), func(c *node) bool { return c.num("level") == level }) {
				return xmlFault("'cache' refers to a non-existent NUMA node cache")
			}
			if slices.ContainsFunc(ways[:i], func(o *node) bool {
				return o.get("initiator") == w.get("initiator") && o.get("target") == w.get("target") && o.get("cache") == w.get("cache") && o.get("type") == w.get("type")
			}) {
				return xmlFault("Duplicate info for NUMA latencies") // of bandwidths, too
			}
		}
	}
	return nil
}
