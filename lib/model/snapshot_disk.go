package model

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// snapshotDiskRow is what a snapshot keeps of one disk. The type is written with
// the source, which only external snapshots have.
func snapshotDiskRow() *row {
	return el("disk", many,
		at("name", str, needed(virt.ErrInternalError, "missing name from disk snapshot element")),
		at("snapshot", locations()),
		at("type", word(storageTypes...), def("file")),
		el("driver", at("type", word(storageFormats...), bad(virt.ErrConfigUnsupported, "unknown disk snapshot driver '%s'"))),
		diskSourceRow("source"),
		check(snapshotDisk))
}

// snapshotDisk checks what libvirt checks while it reads a disk of a snapshot.
func snapshotDisk(n *node) error {
	switch typ := n.get("type"); typ {
	case "file", "block", "network":
	default:
		return xmlFault("unsupported disk snapshot type '%s'", typ)
	}
	file := snapshotFile(n)
	if !n.has("snapshot") && (file != "" || n.child("driver") != nil) {
		n.set("snapshot", LocationExternal)
	}
	if file != "" && n.get("type") != "network" && !strings.HasPrefix(file, "/") {
		return xmlFault("disk snapshot image path '%s' must be absolute", file)
	}
	return nil
}

// snapshotFile returns the file that an external snapshot of a disk is in.
func snapshotFile(n *node) string { return sourceText(n.child("source")) }

// ManualDisk reports whether a disk is left to the user to make a snapshot of.
func (s *Snapshot) ManualDisk() bool {
	return slices.ContainsFunc(s.n.child("disks").children("disk"), func(d *node) bool { return d.get("snapshot") == locationManual })
}

// AlignDisks makes the snapshot tell of all disks of its domain, in their order.
// Disks that it does not tell of are kept at location. With uniform those that it
// tells of must be, too. Files are made up for external snapshots without one;
// regular tells whether a file is a regular one, beside which that can be.
func (s *Snapshot) AlignDisks(location string, uniform bool, regular func(file string) bool) error {
	return snapshotObject().own(s.alignDisks(location, uniform, regular))
}

func (s *Snapshot) alignDisks(location string, uniform bool, regular func(string) bool) error {
	domain := s.n.child("domain")
	if domain == nil {
		return fault(virt.ErrInternalError, "missing domain in snapshot")
	}
	disks := domain.child("devices").children("disk")
	told := s.n.ensure("disks")
	list := slices.Clone(told.children("disk"))
	if len(list) > len(disks) {
		return unsupported("too many disk snapshot requests for domain")
	}
	places, err := placeDisks(list, disks)
	if err != nil {
		return err
	}
	for _, d := range list {
		if err := alignDisk(d, disks[places[d]], location, uniform); err != nil {
			return err
		}
	}
	for i, disk := range disks {
		if slices.ContainsFunc(list, func(d *node) bool { return places[d] == i }) {
			continue
		}
		d := told.add("disk")
		d.set("name", disk.child("target").get("dev"))
		d.set("type", "file")
		d.set("snapshot", defaultLocation(disk, location))
		places[d] = i
		list = append(list, d)
	}
	slices.SortFunc(list, func(a, b *node) int { return cmp.Compare(places[a], places[b]) })
	told.kids[told.kidSlot("disk")] = list
	for _, d := range list {
		if d.get("snapshot") != LocationExternal {
			d.unset("type") // there is no source
		} else if err := nameSnapshotFile(d, disks[places[d]], s.Name(), regular); err != nil {
			return err
		}
	}
	return nil
}

// alignDisk settles what a snapshot tells of one disk.
func alignDisk(d, disk *node, location string, uniform bool) error {
	usual := defaultLocation(disk, location)
	switch got := d.get("snapshot"); {
	case got == "":
		d.set("snapshot", usual)
	case uniform && got != location && (got != LocationNo || usual != LocationNo):
		return unsupported("disk '%s' must use snapshot mode '%s'", d.get("name"), location)
	}
	if file := snapshotFile(d); file != "" && d.get("snapshot") != LocationExternal {
		return unsupported("file '%s' for disk '%s' requires use of external snapshot mode", file, d.get("name"))
	}
	d.set("name", disk.child("target").get("dev"))
	return nil
}

// defaultLocation returns where a disk is kept that a snapshot does not tell of:
// nothing changes that is read-only or empty.
func defaultLocation(disk *node, location string) string {
	if disk.get("snapshot") == LocationNo || unwritten(disk) {
		return LocationNo
	}
	return location
}

// nameSnapshotFile makes up the file of an external snapshot: that of the disk,
// with the name of the snapshot instead of its ending.
func nameSnapshotFile(d, disk *node, name string, regular func(string) bool) error {
	if snapshotFile(d) != "" {
		return nil
	}
	file, target := sourceText(disk.child("source")), d.get("name")
	switch {
	case disk.get("type") != "file" && disk.get("type") != "block":
		return unsupported("cannot generate external snapshot name for disk '%s' on a '%s' device", target, disk.get("type"))
	case file == "":
		return unsupported("cannot generate external snapshot name for disk '%s' without source", target)
	case !regular(file):
		return unsupported("source for disk '%s' is not a regular file; refusing to generate external snapshot name", target)
	}
	d.ensure("source").set("file", strings.TrimSuffix(file, path.Ext(file))+"."+name)
	return nil
}
