package xmledit

import (
	"slices"

	"github.com/beevik/etree"
)

// Media is the drive of a domain whose media can be changed.
type Media struct{ drive *etree.Element }

// FindMedia returns the first CD-ROM or floppy drive of a domain that has a
// target, or whose media has that name as a source; nil if there is none.
func FindMedia(doc, name string) (*Media, error) {
	e, err := findDisk(doc, name, func(e *etree.Element) bool {
		device := e.SelectAttrValue("device", "")
		return device == "cdrom" || device == "floppy"
	})
	if e == nil {
		return nil, err
	}
	return &Media{e}, nil
}

// Loaded reports whether there is media in the drive.
func (m *Media) Loaded() bool {
	return slices.ContainsFunc(append(diskSources(), "volume"), func(attr string) bool {
		return childAttr(m.drive, "source", attr) != ""
	})
}

// Eject takes out what is in the drive, with all that is said of its source. It
// is false if there is nothing.
func (m *Media) Eject() bool {
	source := m.drive.SelectElement("source")
	if source == nil {
		return false
	}
	m.drive.RemoveChild(source)
	m.drive.CreateAttr("type", "file")
	return true
}

// Insert puts a file or a block device into the drive, in place of what is
// there. Of the old source the startup policy stays.
func (m *Media) Insert(path string, block bool) {
	policy := childAttr(m.drive, "source", "startupPolicy")
	m.Eject()
	kind, attr := "file", "file"
	if block {
		kind, attr = "block", "dev"
	}
	m.drive.CreateAttr("type", kind)
	source := etree.NewElement("source")
	source.CreateAttr(attr, path)
	if policy != "" {
		source.CreateAttr("startupPolicy", policy)
	}
	target := m.drive.SelectElement("target")
	if target == nil {
		m.drive.AddChild(source)
		return
	}
	at := target.Index()
	m.drive.InsertChildAt(at, source)
	m.drive.InsertChildAt(at+1, etree.NewText("\n      ")) // as virsh does, so that target has a line of its own
}

// Device returns the drive as it is now.
func (m *Media) Device() Device { return deviceOf(m.drive) }
