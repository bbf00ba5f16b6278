package model

import "slices"

// fillControllers numbers the controllers, adds those that devices need, and
// orders them.
func fillControllers(n *node, _ *Options) error {
	devices := n.child("devices")
	next := map[string]int{}
	given := slices.Clone(devices.children("controller"))
	for _, c := range given {
		if c.has("index") {
			next[c.get("type")] = max(next[c.get("type")], int(c.num("index"))+1)
		}
	}
	for _, c := range given {
		if !c.has("index") {
			c.set("index", itoa(next[c.get("type")]))
			next[c.get("type")]++
		}
	}
	for _, bus := range []string{"scsi", "fdc", "ide", "sata"} {
		for i := range usedDriveControllers(devices, bus) {
			ensureController(devices, bus, i)
		}
	}
	for i := range usedVirtioSerials(devices) {
		ensureController(devices, "virtio-serial", i)
	}
	if len(devices.children("smartcard")) > 0 {
		ensureController(devices, "ccid", 0)
	}
	sorted := sortedInsert(slices.Clone(devices.children("controller")),
		func(a, b *node) bool { return a.get("type") == b.get("type") },
		func(a, b *node) bool { return a.num("index") > b.num("index") })
	copy(devices.children("controller"), sorted)
	return nil
}

// usedDriveControllers returns how many controllers the disks of a bus need.
func usedDriveControllers(devices *node, bus string) int {
	used := 0
	for _, d := range devices.children("disk") {
		if a := d.child("address"); d.child("target").get("bus") == bus && attrOf(a, "type") == "drive" {
			used = max(used, int(a.num("controller"))+1)
		}
	}
	return used
}

// usedVirtioSerials returns how many controllers the virtio channels and
// consoles need.
func usedVirtioSerials(devices *node) int {
	used := 0
	for _, kind := range []string{"channel", "console"} {
		for _, d := range devices.children(kind) {
			if d.child("target").get("type") != "virtio" {
				continue
			}
			used = max(used, 1)
			if a := d.child("address"); attrOf(a, "type") == "virtio-serial" {
				used = max(used, int(a.num("controller"))+1)
			}
		}
	}
	return used
}

func ensureController(devices *node, typ string, index int) {
	for _, c := range devices.children("controller") {
		if c.get("type") == typ && c.num("index") == uint64(index) {
			return
		}
	}
	c := devices.add("controller")
	c.set("type", typ)
	c.set("index", itoa(index))
}
