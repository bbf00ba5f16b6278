package model

import (
	"cmp"
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// resctrlRows are how much of the host's caches and memory bandwidth vCPUs get
// (the resctrl file system of Linux).
func resctrlRows() part {
	vcpus := func(element string) *attr {
		return at("vcpus", cpus,
			needed(virt.ErrXMLError, "Missing %s attribute 'vcpus'", element),
			bad(virt.ErrXMLError, "Invalid "+element+" attribute 'vcpus' value '%s'"))
	}
	id := func(name string) *attr { return at(name, uint32s, required) }
	return rows{
		el("cachetune", many, vcpus("cachetune"),
			el("cache", many, id("id"), id("level"), at("type", word("both", "code", "data"), required), strs("size", "unit"), early(cacheSize)),
			el("monitor", many, id("level"), vcpus("monitor"), early(func(n *node) error {
				if n.num("level") != monitoredCache {
					return xmlFault("Invalid monitor cache level '%s'", n.get("level"))
				}
				return nil
			})),
			check(cacheTune)),
		el("memorytune", many, vcpus("memorytune"),
			el("node", many, id("id"), id("bandwidth"), early(func(n *node) error {
				if n.num("bandwidth") > 100 {
					return virt.Errorf(virt.FromResctrl, virt.ErrXMLError, "Memory Bandwidth value exceeding 100 is invalid.")
				}
				return nil
			})),
			el("monitor", many, vcpus("monitor")),
			check(checkMonitors)),
	}
}

// monitoredCache is the level of the cache whose use can be watched.
const monitoredCache = 3

// cacheSize brings a part of a cache to the largest unit in which it is whole.
func cacheSize(n *node) error {
	if !n.has("size") {
		return xmlFault("missing element or attribute './@size'")
	}
	v, ok := unsigned(n.get("size"), 10, 64)
	if !ok {
		return badXPath(n.get("size"), "./@size")
	}
	b, err := scale(v, n.get("unit"), 1024, 64)
	if err != nil {
		return err
	}
	size, unit := pretty(b)
	n.set("size", utoa(size))
	n.set("unit", unit)
	return nil
}

// cacheTune sorts the parts of caches, which must not be the same one.
func cacheTune(n *node) error {
	parts := n.children("cache")
	for i, p := range parts {
		for _, q := range parts[:i] {
			if p.num("level") == q.num("level") && p.num("id") == q.num("id") &&
				(p.get("type") == q.get("type") || p.get("type") == "both" || q.get("type") == "both") {
				return xmlFault("Colliding cache allocations for cache level '%s' id '%s', type '%s'", p.get("level"), p.get("id"), p.get("type"))
			}
		}
	}
	slices.SortStableFunc(parts, func(a, b *node) int {
		return cmp.Or(cmp.Compare(a.num("level"), b.num("level")), cmp.Compare(a.get("type"), b.get("type")), cmp.Compare(a.num("id"), b.num("id")))
	})
	return checkMonitors(n)
}

// checkMonitors checks whose use of something is watched: that of all the vCPUs
// that share it, or that of groups that have none in common.
func checkMonitors(n *node) error {
	all, _ := parseCPUList(n.get("vcpus")) // the kinds have checked them
	shared := len(n.children("cache")) > 0 || len(n.children("node")) > 0
	monitors := n.children("monitor")
	for i, m := range monitors {
		vcpus, _ := parseCPUList(m.get("vcpus"))
		if slices.ContainsFunc(vcpus, func(id int) bool { return !slices.Contains(all, id) }) {
			return fault(virt.ErrInvalidArg, "Monitor vcpus conflicts with allocation")
		}
		for _, o := range monitors[:i] {
			if o.get("vcpus") == m.get("vcpus") {
				return fault(virt.ErrInvalidArg, "Identical vcpus found in same type monitors")
			}
			whole := shared && (o.get("vcpus") == n.get("vcpus") || m.get("vcpus") == n.get("vcpus"))
			if !whole && overlap(o, m) {
				return fault(virt.ErrInvalidArg, "vcpus overlaps in resctrl groups")
			}
		}
	}
	return nil
}

// overlap reports whether two elements with lists of vCPUs have one in common.
func overlap(a, b *node) bool {
	some, _ := parseCPUList(a.get("vcpus")) // the kinds have checked them
	others, _ := parseCPUList(b.get("vcpus"))
	return slices.ContainsFunc(some, func(id int) bool { return slices.Contains(others, id) })
}

// resctrl drops what is for vCPUs that there are not, and checks which vCPUs
// share what. n is <cputune>.
func resctrl(n *node, vcpus uint64) error {
	for _, name := range []string{"cachetune", "memorytune"} {
		for _, t := range n.children(name) {
			list, _ := virt.ParseCPUMap(t.get("vcpus")) // the kind has checked it
			for id := range list.Len() {
				if uint64(id) >= vcpus {
					list.Clear(id)
				}
			}
			if list.Count() == 0 || !t.inside(Form{}) {
				n.remove(t)
				continue
			}
			t.set("vcpus", list.String())
		}
	}
	caches := n.children("cachetune")
	for i, t := range caches {
		for _, o := range caches[:i] {
			switch {
			case o.get("vcpus") == t.get("vcpus"):
				return xmlFault("Identical vcpus in cachetunes found")
			case overlap(o, t):
				return xmlFault("Overlapping vcpus in resctrls")
			}
		}
	}
	return mergeBandwidths(n)
}

// mergeBandwidths puts the bandwidths of the same vCPUs together.
func mergeBandwidths(n *node) error {
	for _, t := range n.children("memorytune") {
		others := slices.Concat(n.children("cachetune"), n.children("memorytune"))
		into := t
		for _, o := range others[:slices.Index(others, t)] {
			switch same := o.get("vcpus") == t.get("vcpus"); {
			case !same && overlap(o, t):
				return xmlFault("Overlapping vcpus in resctrls")
			case same && o.row == t.row:
				into = o
			}
		}
		if into != t {
			for _, k := range t.children("node") {
				k.parent = into
				into.insert(k, len(into.children("node")))
			}
			n.remove(t)
		}
		nodes := into.children("node")
		slices.SortStableFunc(nodes, func(a, b *node) int { return cmp.Compare(a.num("id"), b.num("id")) })
		for i := 1; i < len(nodes); i++ {
			if nodes[i].num("id") == nodes[i-1].num("id") {
				return virt.Errorf(virt.FromResctrl, virt.ErrXMLError, "Memory Bandwidth already defined for node %s", nodes[i].get("id"))
			}
		}
	}
	return nil
}
