package model

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// fillControllers orders the controllers, numbers them, and adds those that
// devices need.
func fillControllers(n *node, _ *Options) error {
	devices := n.child("devices")
	given := devices.children("controller")
	var sorted []*node
	for _, c := range given {
		sorted = slices.Insert(sorted, controllerPlace(sorted, c), c)
	}
	copy(given, sorted)
	if err := numberControllers(given); err != nil {
		return err
	}
	for _, bus := range []string{"scsi", "fdc", "ide", "sata"} {
		for i := range usedDriveControllers(devices, bus) {
			ensureController(devices, bus, i)
		}
	}
	for _, kind := range []string{"channel", "console"} {
		for _, d := range devices.children(kind) {
			if d.child("target").get("type") == "virtio" {
				ensureController(devices, "virtio-serial", serialController(d))
			}
		}
	}
	if len(devices.children("smartcard")) > 0 {
		ensureController(devices, "ccid", 0)
	}
	return nil
}

// controllerPlace returns where a controller belongs in a list: behind those of
// its type with lower or equal numbers, but a master before its companions; one
// without a number behind all of its type.
func controllerPlace(list []*node, c *node) int {
	place := len(list)
	for i, x := range slices.Backward(list) {
		if x.get("type") != c.get("type") {
			continue
		}
		master := c.child("master") == nil && x.child("master") != nil && x.get("index") == c.get("index")
		if !c.has("index") || !(x.has("index") && x.num("index") > c.num("index") || master) {
			return i + 1
		}
		place = i
	}
	return place
}

// numberControllers gives each controller without a number the lowest that is
// free among those of its type.
func numberControllers(all []*node) error {
	type key struct{ typ, index string }
	used := map[key]bool{}
	usb, noUSB := 0, false
	for _, c := range all {
		used[key{c.get("type"), c.get("index")}] = c.has("index")
		if c.get("type") == "usb" {
			usb++
			noUSB = noUSB || c.get("model") == "none"
		}
	}
	if noUSB && usb > 1 {
		return fault(virt.ErrXMLDetail, "Can't add another USB controller: USB is disabled for this domain")
	}
	for _, c := range all {
		if c.has("index") {
			continue
		}
		i := 0
		for used[key{c.get("type"), itoa(i)}] {
			i++
		}
		used[key{c.get("type"), itoa(i)}] = true
		c.set("index", itoa(i))
	}
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
	for _, d := range devices.children("hostdev") {
		if a := d.child("address"); bus == "scsi" && d.get("type") == "scsi" && attrOf(a, "type") == "drive" {
			used = max(used, int(a.num("controller"))+1)
		}
	}
	return used
}

// serialController returns the number of the controller that a virtio channel or
// console is on.
func serialController(d *node) int {
	if a := d.child("address"); attrOf(a, "type") == "virtio-serial" {
		return int(a.num("controller"))
	}
	return 0
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
