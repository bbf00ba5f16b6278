package xmledit

import (
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"
)

// A Device is one element of a domain's devices. What is not known is empty.
type Device struct {
	Kind   string // the element's name
	Target string // what it is called in the guest or on the host
	MAC    string // of a network interface
	Alias  string
	XML    string // the element as it stands
}

// ParseDevice returns what an element of XML says of a device: nothing, but the
// XML, if it is not well-formed.
func ParseDevice(xml string) Device {
	d, err := parse(xml)
	if err != nil {
		return Device{XML: xml}
	}
	dev := deviceOf(d.Root())
	dev.XML = xml
	return dev
}

func deviceOf(e *etree.Element) Device {
	return Device{
		Kind:   e.Tag,
		Target: childAttr(e, "target", "dev"),
		MAC:    childAttr(e, "mac", "address"),
		Alias:  childAttr(e, "alias", "name"),
		XML:    verbatim(e),
	}
}

// childAttr returns an attribute of the first child of e called tag.
func childAttr(e *etree.Element, tag, attr string) string {
	if c := e.SelectElement(tag); c != nil {
		return c.SelectAttrValue(attr, "")
	}
	return ""
}

// devices returns the elements called tag among the devices of a domain.
func devices(doc, tag string) ([]*etree.Element, error) {
	d, err := parse(doc)
	if err != nil {
		return nil, err
	}
	var found []*etree.Element
	for _, e := range d.Root().SelectElements("devices") {
		found = append(found, e.SelectElements(tag)...)
	}
	return found, nil
}

// FindDisk returns the first disk of a domain that has a target, or whose source
// is a file, block device, directory or image of that name. What is behind its
// image is left out. ok is false if there is none.
func FindDisk(doc, name string) (disk Device, ok bool, err error) {
	e, err := findDisk(doc, name, func(*etree.Element) bool { return true })
	if e == nil {
		return Device{}, false, err
	}
	return deviceOf(e), true, nil
}

// findDisk returns the first disk called name that fits, without its backing
// store, or nil.
func findDisk(doc, name string, fits func(*etree.Element) bool) (*etree.Element, error) {
	disks, err := devices(doc, "disk")
	if err != nil {
		return nil, err
	}
	for _, e := range disks {
		if fits(e) && diskCalled(e, name) {
			// A host that is given the disk to take or change does not look at it.
			if backing := e.SelectElement("backingStore"); backing != nil {
				e.RemoveChild(backing)
			}
			return e, nil
		}
	}
	return nil, nil
}

func diskCalled(e *etree.Element, name string) bool {
	return childAttr(e, "target", "dev") == name || slices.ContainsFunc(diskSources(), func(attr string) bool {
		return childAttr(e, "source", attr) == name
	})
}

// diskSources are the attributes that name the source of a disk.
func diskSources() []string { return []string{"file", "dev", "dir", "name"} }

// FindInterfaces returns the network interfaces of a domain that are of a type.
func FindInterfaces(doc, typ string) ([]Device, error) {
	interfaces, err := devices(doc, "interface")
	if err != nil {
		return nil, err
	}
	var found []Device
	for _, e := range interfaces {
		if e.SelectAttrValue("type", "") == typ {
			found = append(found, deviceOf(e))
		}
	}
	return found, nil
}

// Memory is a memory device of a domain.
type Memory struct{ element *etree.Element }

// FindMemories returns the memory devices of a domain; with an alias, those that
// have it, and with a node, those on that NUMA node of the guest.
func FindMemories(doc, alias string, node *uint32) ([]*Memory, error) {
	memories, err := devices(doc, "memory")
	if err != nil {
		return nil, err
	}
	var found []*Memory
	for _, e := range memories {
		if alias != "" && childAttr(e, "alias", "name") != alias {
			continue
		}
		if node != nil && !onNode(e, *node) {
			continue
		}
		found = append(found, &Memory{e})
	}
	return found, nil
}

func onNode(e *etree.Element, node uint32) bool {
	n := e.FindElement("target/node")
	return n != nil && strings.TrimSpace(n.Text()) == strconv.FormatUint(uint64(node), 10)
}

// SetRequested sets how much of the memory the guest is asked to use, in KiB. It
// is false for a device that always has all of it.
func (m *Memory) SetRequested(kib uint64) bool {
	requested := m.element.FindElement("target/requested")
	if requested == nil {
		return false
	}
	requested.CreateAttr("unit", "KiB")
	requested.SetText(strconv.FormatUint(kib, 10))
	return true
}

// Device returns the device as it is now.
func (m *Memory) Device() Device { return deviceOf(m.element) }
