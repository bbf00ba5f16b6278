package model

import (
	"strconv"

	"github.com/virgo-vm/virgo/lib/virt"
)

// MemoryLimit returns a limit of the guest's memory in KiB, by its name: one of
// virt.DomainMemoryHardLimit and so on. Where there is none it is
// virt.DomainMemoryParamUnlimited.
func (d *Domain) MemoryLimit(name string) uint64 {
	n := d.n.child("memtune", name)
	if n == nil {
		return virt.DomainMemoryParamUnlimited
	}
	v, _ := strconv.ParseUint(n.body.s, 10, 64) // checked when read
	return v
}

// SetMemoryLimit sets a limit of the guest's memory in KiB, by its name.
// virt.DomainMemoryParamUnlimited, and whatever is more, takes it away.
func (d *Domain) SetMemoryLimit(name string, kib uint64) {
	if kib >= virt.DomainMemoryParamUnlimited {
		tune := d.n.child("memtune")
		if n := tune.child(name); n != nil {
			tune.remove(n)
		}
		return
	}
	n := d.n.ensure("memtune").ensure(name)
	n.set("unit", "KiB")
	n.setBody(utoa(kib))
}

// limited drops a limit of memory that is none.
func limited(n *node) error {
	for _, kids := range n.kids {
		for _, limit := range kids {
			if v, _ := strconv.ParseUint(limit.body.s, 10, 64); !limit.body.ok || v >= virt.DomainMemoryParamUnlimited {
				n.remove(limit)
			}
		}
	}
	return nil
}

// numaModes are the words for how memory is taken from the NUMA cells of the
// host, by virt.DomainNumatuneMemMode.
var numaModes = []string{"strict", "preferred", "interleave", "restrictive"}

// NUMAMemory returns how the guest's memory is taken from the NUMA cells of the
// host, and from which, as a list: "0-1". Without a list that is empty. ok says
// whether the definition says anything of it.
func (d *Domain) NUMAMemory() (mode virt.DomainNumatuneMemMode, nodes string, ok bool) {
	memory := d.n.child("numatune", "memory")
	for i, word := range numaModes {
		if attrOf(memory, "mode") == word {
			mode = virt.DomainNumatuneMemMode(i)
		}
	}
	return mode, attrOf(memory, "nodeset"), memory != nil
}

// SetNUMAMemory sets how the guest's memory is taken from the NUMA cells of the
// host and from which, as a list. A nil mode and an empty list stay as they are.
// Without a list nothing can be set, unless the host chooses the cells.
func (d *Domain) SetNUMAMemory(mode *virt.DomainNumatuneMemMode, nodes string) error {
	memory := d.n.child("numatune", "memory")
	if memory == nil {
		if nodes == "" {
			return domainObject().own(errNoNodeset())
		}
		memory = d.n.ensure("numatune").add("memory")
		memory.set("mode", numaModes[virt.DomainNumatuneMemStrict])
	}
	if mode != nil {
		memory.set("mode", numaModes[*mode])
	}
	if nodes != "" {
		memory.set("nodeset", nodes)
		memory.unset("placement")
	}
	return nil
}

func errNoNodeset() error {
	return unsupported("nodeset for NUMA memory tuning must be set if 'placement' is 'static'")
}
