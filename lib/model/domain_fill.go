package model

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// fillDomain checks what concerns several elements and fills in what a user may
// leave out.
func fillDomain(n *node, o *Options) error {
	if err := checkName(n, o); err != nil {
		return err
	}
	o.fillUUID(n)
	if id := n.child("genid"); id != nil && !id.body.ok {
		id.setBody(o.uuid())
	}
	for _, f := range []func(*node, *Options) error{
		fillMemory, fillVcpus, fillIOThreads, fillOS, fillDisks, fillSCSIHosts, fillControllers, fillInterfaces, fillConsoles, fillVideos, fillDevices,
	} {
		if err := f(n, o); err != nil {
			return err
		}
	}
	return nil
}

// fillMemory sets the size, where there is none, to what the NUMA cells add up
// to, and the current size.
func fillMemory(n *node, _ *Options) error {
	cells := n.child("cpu", "numa").children("cell")
	for _, p := range n.child("memoryBacking", "hugepages").children("page") {
		nodes, _ := parseCPUList(p.get("nodeset")) // the kind has checked it
		for _, id := range nodes {
			if id >= len(cells) {
				return fault(virt.ErrXMLDetail, "hugepages: node %d not found", id)
			}
		}
	}
	memory, current := n.child("memory"), n.child("currentMemory")
	if len(cells) > 0 && n.kidNum("memory") == 0 {
		var sum uint64
		for _, c := range cells {
			sum += c.num("memory")
		}
		memory.set("unit", "KiB")
		memory.setBody(utoa(sum))
	}
	size := n.kidNum("memory")
	var plugged uint64
	for _, m := range n.child("devices").children("memory") {
		plugged += m.child("target").kidNum("size")
	}
	if plugged > size {
		return xmlFault("Total size of memory devices exceeds the total memory size")
	}
	if size == 0 {
		return xmlFault("Memory size must be specified via <memory> or in the <numa> configuration")
	}
	if most := n.kidNum("maxMemory"); most != 0 && most < size {
		return xmlFault("maximum memory size must be equal or greater than the actual memory size")
	}
	if now := n.kidNum("currentMemory"); now == 0 || now > size {
		current.set("unit", "KiB")
		current.setBody(utoa(size))
	}
	return nil
}

func fillVcpus(n *node, _ *Options) error {
	vcpus := n.kidNum("vcpu")
	most := -1
	for _, c := range n.child("cpu", "numa").children("cell") {
		if set, _ := parseCPUList(c.get("cpus")); len(set) > 0 {
			most = max(most, set[len(set)-1])
		}
	}
	fillPlacement(n)
	if vcpus == 0 || most >= int(vcpus) {
		return fault(virt.ErrInternalError, "CPU IDs in <numa> exceed the <vcpu> count")
	}
	return nil
}

// fillPlacement makes the placements of CPUs and of memory the same, where one of
// them is left to the host.
func fillPlacement(n *node) {
	vcpu, memory := n.child("vcpu"), n.child("numatune", "memory")
	if vcpu.get("placement") == "auto" && memory == nil {
		memory = n.ensure("numatune").add("memory")
		memory.set("mode", "strict")
		memory.set("placement", "auto")
	}
	if !vcpu.has("placement") {
		vcpu.set("placement", "static")
		if attrOf(memory, "placement") == "auto" {
			vcpu.set("placement", "auto")
			vcpu.unset("cpuset")
		}
	}
}

func fillOS(n *node, o *Options) error {
	os := n.child("os")
	typ := os.child("type")
	if !typ.has("arch") && o.Arch != "" {
		typ.set("arch", o.Arch)
	}
	if typ.get("machine") == "" {
		typ.unset("machine")
	}
	byOrder, err := n.bootsByOrder()
	switch {
	case err != nil:
		return err
	case byOrder && len(os.children("boot")) > 0:
		return unsupported("per-device boot elements cannot be used together with os/boot elements")
	case typ.body.s == "hvm" && len(os.children("boot")) == 0 && !byOrder:
		os.add("boot").set("dev", "hd")
	}
	if typ.body.s == "exe" && os.child("init") == nil {
		return xmlFault("init binary must be specified")
	}
	return nil
}

// bootsByOrder reports whether a device has a place in the boot order of its
// own. No two may have one place.
func (n *node) bootsByOrder() (bool, error) {
	devices := n.child("devices")
	used := map[string]bool{}
	for _, name := range []string{"disk", "interface", "hostdev", "redirdev"} {
		for _, d := range devices.children(name) {
			order := attrOf(d.child("boot"), "order")
			if used[order] {
				return false, unsupported("boot order '%s' used for more than one device", order)
			}
			used[order] = order != ""
		}
	}
	delete(used, "")
	return len(used) > 0, nil
}

// fillInterfaces gives interfaces their MAC addresses.
func fillInterfaces(n *node, o *Options) error {
	for _, d := range n.child("devices").children("interface") {
		if m := d.ensure("mac"); !m.has("address") {
			m.set("address", o.mac())
		}
	}
	return nil
}

// fillDevices fills in the rest of the devices.
func fillDevices(n *node, _ *Options) error {
	devices := n.child("devices")
	for name, what := range map[string]string{"memballoon": "memory balloon", "watchdog": "watchdog"} {
		if len(devices.children(name)) > 1 {
			return fault(virt.ErrInternalError, "only a single %s device is supported", what)
		}
	}
	fillSmartcards(devices.children("smartcard"))
	if err := fillInputs(n, devices.children("input")); err != nil {
		return err
	}
	for _, r := range devices.children("redirdev") {
		if r.get("bus") == "usb" && !hasUSB(devices) {
			return unsupported("cannot add redirected USB device: USB is disabled for this domain")
		}
	}
	return nil
}

func hasUSB(devices *node) bool {
	return slices.ContainsFunc(devices.children("controller"), func(c *node) bool {
		return c.get("type") == "usb" && c.get("model") != "none"
	})
}

// fillSmartcards puts the readers without an address behind the last.
func fillSmartcards(cards []*node) {
	next := 0
	for _, c := range cards {
		if a := c.child("address"); a != nil {
			next = max(next, int(a.num("slot"))+1)
		}
	}
	for _, c := range cards {
		if c.child("address") != nil {
			continue
		}
		a := c.add("address")
		a.set("type", "ccid")
		a.set("controller", "0")
		a.set("slot", itoa(next))
		next++
	}
}

// fillInputs gives input devices their buses.
func fillInputs(n *node, inputs []*node) error {
	xen := wordIn("xen linux", n.child("os", "type").body.s)
	for _, d := range inputs {
		typ := d.get("type")
		switch {
		case d.has("bus") || typ == "evdev":
		case xen:
			d.set("bus", "xen")
		case typ == "passthrough":
			d.set("bus", "virtio")
		case typ == "tablet":
			d.set("bus", "usb")
		default:
			d.set("bus", "ps2")
		}
		switch bus := d.get("bus"); {
		case !xen && bus == "xen":
			return fault(virt.ErrInternalError, "unsupported input bus %s", bus)
		case xen && bus == "xen" && typ == "passthrough":
			return fault(virt.ErrInternalError, "xen bus does not support %s input device", typ)
		}
	}
	return nil
}

// fillSCSIHosts gives SCSI devices of the host a place on the guest's
// controllers: the first that is free.
func fillSCSIHosts(n *node, _ *Options) error {
	devices := n.child("devices")
	used := map[[2]uint64]bool{}
	take := func(d *node) bool {
		a := d.child("address")
		if attrOf(a, "type") != "drive" {
			return false
		}
		used[[2]uint64{a.num("controller"), a.num("unit")}] = true
		return true
	}
	for _, d := range devices.children("disk") {
		if d.child("target").get("bus") == "scsi" {
			take(d)
		}
	}
	var homeless []*node
	for _, d := range devices.children("hostdev") {
		if d.get("type") == "scsi" && !take(d) {
			homeless = append(homeless, d)
		}
	}
	for _, d := range homeless {
		at := [2]uint64{}
		for used[at] {
			if at[1]++; at[1] == scsiUnits {
				at = [2]uint64{at[0] + 1, 0}
			}
		}
		used[at] = true
		setDriveAddress(d, int(at[0]), 0, int(at[1]))
	}
	return nil
}
