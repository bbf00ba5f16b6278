package model

import (
	"slices"
	"strconv"
)

// BlockLimit is one of the limits that a domain has on each block device of the
// host: what a device gets of the host's attention, and how much it may do in a
// second.
type BlockLimit string

// The limits. A weight has no unit.
const (
	BlockWeight     BlockLimit = "weight"
	BlockReadIops   BlockLimit = "read_iops_sec"
	BlockWriteIops  BlockLimit = "write_iops_sec"
	BlockReadBytes  BlockLimit = "read_bytes_sec"
	BlockWriteBytes BlockLimit = "write_bytes_sec"
)

// limitRow is an element with a limit; 0 is none.
func limitRow(limit BlockLimit, k kind) *row { return el(string(limit), text(k, drop("0"))) }

// DeviceLimit is a limit on a block device of the host.
type DeviceLimit struct {
	Path  string
	Value uint64 // 0 for none
}

// BlockIOWeight returns the weight of all of the domain's block devices, 0 where
// there is none.
func (d *Domain) BlockIOWeight() uint32 {
	w, _ := strconv.ParseUint(bodyOf(d.n.child("blkiotune", "weight")), 10, 32) // checked when read
	return uint32(w)
}

// SetBlockIOWeight sets the weight of all of the domain's block devices; 0 takes
// it away.
func (d *Domain) SetBlockIOWeight(weight uint32) {
	d.n.ensure("blkiotune").setNumber("weight", uint64(weight))
}

// setNumber makes a child element hold a number; 0 removes it.
func (n *node) setNumber(name string, v uint64) {
	switch k := n.child(name); {
	case v != 0:
		n.ensure(name).setBody(utoa(v))
	case k != nil:
		n.remove(k)
	}
}

// BlockLimits returns the devices on which the domain has a limit of that kind,
// in the order in which they were named.
func (d *Domain) BlockLimits(limit BlockLimit) []DeviceLimit {
	var list []DeviceLimit
	for _, n := range d.n.child("blkiotune").children("device") {
		if v := n.kidNum(string(limit)); v != 0 {
			list = append(list, DeviceLimit{bodyOf(n.child("path")), v})
		}
	}
	return list
}

// SetBlockLimits sets a limit on each of the devices and leaves it on others as
// it is.
func (d *Domain) SetBlockLimits(limit BlockLimit, devices []DeviceLimit) {
	tune := d.n.ensure("blkiotune")
	for _, dev := range devices {
		known := tune.children("device")
		i := slices.IndexFunc(known, func(n *node) bool { return bodyOf(n.child("path")) == dev.Path })
		var n *node
		if i >= 0 {
			n = known[i]
		} else {
			n = tune.add("device")
			n.add("path").setBody(dev.Path)
		}
		n.setNumber(string(limit), dev.Value)
	}
}

// hasLimits reports whether a device is named for more than its path. One that
// is not keeps its place.
func (n *node) hasLimits() bool {
	return slices.ContainsFunc(n.kids, func(kids []*node) bool {
		return len(kids) > 0 && kids[0].row.name != "path" && kids[0].body.s != "0"
	})
}
