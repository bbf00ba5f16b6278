package xmledit

import "github.com/beevik/etree"

// Snapshot is what snapshot-create-as knows of a snapshot of a domain. What is
// empty is left out, of disks and of the memory what is nil.
type Snapshot struct {
	Name, Description string
	Memory            *SnapshotMemory
	Disks             []SnapshotDisk
}

// SnapshotMemory is what becomes of the memory: internal, external or no, and the
// file that it goes to.
type SnapshotMemory struct {
	Snapshot, File *string
}

// SnapshotDisk is what becomes of a disk: internal, external or no, and of the
// image that takes over its format, whether it is a file or a block device, and
// its path.
type SnapshotDisk struct {
	Name                           string
	Snapshot, Driver, Type, Source *string
}

// XML returns the snapshot as virsh would write it.
//
// differs from virsh: the format of an image is escaped as all the rest is.
func (s *Snapshot) XML() string {
	root := etree.NewElement("domainsnapshot")
	addText(root, "name", s.Name)
	addText(root, "description", s.Description)
	if s.Memory != nil {
		m := root.CreateElement("memory")
		setAttr(m, "snapshot", s.Memory.Snapshot)
		setAttr(m, "file", s.Memory.File)
	}
	if len(s.Disks) > 0 {
		disks := root.CreateElement("disks")
		for i := range s.Disks {
			s.Disks[i].add(disks)
		}
	}
	return composeMoment(root)
}

func (d *SnapshotDisk) add(disks *etree.Element) {
	e := disks.CreateElement("disk")
	setAttr(e, "name", &d.Name)
	setAttr(e, "snapshot", d.Snapshot)
	setAttr(e, "type", d.Type)
	if d.Driver != nil {
		setAttr(e.CreateElement("driver"), "type", d.Driver)
	}
	if d.Source != nil {
		attr := "file"
		if d.Type != nil && *d.Type == "block" {
			attr = "dev"
		}
		setAttr(e.CreateElement("source"), attr, d.Source)
	}
}

// setAttr gives e an attribute unless value is nil.
func setAttr(e *etree.Element, name string, value *string) {
	if value != nil {
		e.CreateAttr(name, *value)
	}
}

// composeMoment returns a snapshot or a checkpoint as virsh writes it, which gives
// one that says nothing a line for each of its tags.
func composeMoment(root *etree.Element) string {
	if len(root.ChildElements()) == 0 {
		return "<" + root.Tag + ">\n</" + root.Tag + ">\n"
	}
	return composeEscaped(root)
}
