package model

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// diskPrefixes are the names of disks in guests and the buses that they tell.
var diskPrefixes = []struct{ prefix, bus string }{
	{"fd", "fdc"}, {"hd", "ide"}, {"vd", "virtio"}, {"sd", "scsi"}, {"xvd", "xen"}, {"ubd", "uml"},
}

// diskIndex returns the number that the letters of a disk's name stand for: a
// is 0, z is 25, aa is 26. Digits after the letters name a partition.
func diskIndex(dev string) (int, bool) {
	for _, p := range diskPrefixes {
		rest, ok := strings.CutPrefix(dev, p.prefix)
		if !ok {
			continue
		}
		letters := strings.TrimRight(rest, "0123456789")
		if letters == "" || len(letters) > 4 {
			return 0, false
		}
		index := 0
		for i := range len(letters) {
			if letters[i] < 'a' || letters[i] > 'z' {
				return 0, false
			}
			index = index*26 + int(letters[i]-'a') + 1
		}
		return index - 1, true
	}
	return 0, false
}

// fillDisks orders the disks, and gives them buses and addresses.
func fillDisks(n *node, _ *Options) error {
	devices := n.child("devices")
	sortDisks(devices)
	disks := devices.children("disk")
	for _, d := range disks {
		if err := fillDisk(d); err != nil {
			return err
		}
	}
	return checkDisks(disks)
}

// sortDisks puts each disk behind the others of its bus that have a lower name.
// The buses are those that the user wrote, as libvirt sorts before it knows the
// others; so a definition that is read again may be sorted further.
func sortDisks(devices *node) {
	disks := slices.Clone(devices.children("disk"))
	index := func(d *node) int {
		i, ok := diskIndex(d.child("target").get("dev"))
		if !ok {
			return -1
		}
		return i
	}
	sorted := sortedInsert(disks,
		func(a, b *node) bool { return a.child("target").get("bus") == b.child("target").get("bus") },
		func(a, b *node) bool { return index(a) > index(b) })
	copy(devices.children("disk"), sorted)
}

// sortedInsert builds a list by inserting one item after the other: before the
// first of its group that comes after it, else behind the last of its group,
// else at the end.
func sortedInsert(items []*node, sameGroup, after func(a, b *node) bool) []*node {
	var list []*node
	for _, x := range items {
		at := -1
		for i, y := range slices.Backward(list) {
			switch {
			case !sameGroup(x, y):
			case after(y, x):
				at = i
			case at < 0:
				at = i + 1
			}
		}
		if at < 0 {
			at = len(list)
		}
		list = slices.Insert(list, at, x)
	}
	return list
}

func fillDisk(d *node) error {
	target := d.child("target")
	dev := target.get("dev")
	index, known := diskIndex(dev)
	if !known && d.child("address") == nil {
		return xmlFault("Unknown disk name '%s' and no address specified", dev)
	}
	if !target.has("bus") {
		if d.get("device") == "floppy" {
			target.set("bus", "fdc")
		}
		for _, p := range diskPrefixes {
			if strings.HasPrefix(dev, p.prefix) && !target.has("bus") {
				target.set("bus", p.bus)
			}
		}
	}
	bus := target.get("bus")
	switch floppy := d.get("device") == "floppy"; {
	case floppy && bus != "fdc":
		return fault(virt.ErrInternalError, "Invalid bus type '%s' for floppy disk", bus)
	case !floppy && bus == "fdc":
		return fault(virt.ErrInternalError, "Invalid bus type '%s' for disk", bus)
	}
	if d.get("device") == "cdrom" {
		d.ensure("readonly")
	}
	if known && d.child("address") == nil {
		placeDisk(d, bus, index)
	}
	return nil
}

// scsiUnits is how many units a narrow SCSI bus has besides the controller.
const scsiUnits = 7

// placeDisk gives a disk the place on its bus that its name tells.
func placeDisk(d *node, bus string, index int) {
	var controller, on, unit int
	switch bus {
	case "scsi":
		controller, unit = index/scsiUnits, index%scsiUnits
	case "ide":
		controller, on, unit = index/4, index%4/2, index%2
	case "sata":
		controller, unit = index/6, index%6
	case "fdc":
		controller, unit = index/2, index%2
	default:
		return
	}
	setDriveAddress(d, controller, on, unit)
}

// setDriveAddress gives a device a place on a controller of drives.
func setDriveAddress(d *node, controller, bus, unit int) {
	a := d.add("address")
	a.set("type", "drive")
	a.set("controller", itoa(controller))
	a.set("bus", itoa(bus))
	a.set("target", "0")
	a.set("unit", itoa(unit))
}

// checkDisks refuses two disks with one name, or in one place.
func checkDisks(disks []*node) error {
	type place struct{ bus, controller, on, target, unit string }
	used := map[place]string{}
	for _, d := range disks {
		a, target := d.child("address"), d.child("target")
		if attrOf(a, "type") != "drive" {
			continue
		}
		p := place{target.get("bus"), a.get("controller"), a.get("bus"), a.get("target"), a.get("unit")}
		if other, ok := used[p]; ok {
			return unsupported("Found duplicate drive address for disk with target name '%s' controller='%s' bus='%s' target='%s' unit='%s'",
				other, p.controller, p.on, p.target, p.unit)
		}
		used[p] = target.get("dev")
	}
	for i, a := range disks {
		for _, b := range disks[:i] {
			if dev := a.child("target").get("dev"); dev == b.child("target").get("dev") {
				return xmlFault("target '%s' duplicated for disk sources '%s' and '%s'", dev, sourceText(b.child("source")), sourceText(a.child("source")))
			}
		}
	}
	return nil
}
