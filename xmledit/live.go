package xmledit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// A DeviceOp is what is to be done with a device of a running domain.
type DeviceOp string

// The operations, named as the commands that do the same.
const (
	DetachDevice DeviceOp = "detach-device"
	UpdateDevice DeviceOp = "update-device"
	AttachDevice DeviceOp = "attach-device"
)

// A DeviceChange is one step from the devices of one document to those of
// another.
type DeviceChange struct {
	Op     DeviceOp
	Device Device // as it was for DetachDevice, else as it is to be
}

// An OutsideError is a difference of two domains that is not in their devices.
type OutsideError struct {
	Path string // of names; an attribute's has an @
}

// Error names the place.
func (e *OutsideError) Error() string { return e.Path + " is no device" }

// DeviceChanges returns the steps from the devices of a domain to those that an
// edited document has: first what goes, then what is changed, then what comes. A
// difference elsewhere is an OutsideError. Comments, white space between elements
// and the order of attributes and of devices make no difference.
func DeviceChanges(before, after string) ([]DeviceChange, error) {
	oldDoc, err := parse(before)
	if err != nil {
		return nil, err
	}
	newDoc, err := parse(after)
	if err != nil {
		return nil, err
	}
	oldRoot, oldDevices := withoutDevices(oldDoc.Root())
	newRoot, newDevices := withoutDevices(newDoc.Root())
	if path := difference(oldRoot, newRoot, ""); path != "" {
		return nil, &OutsideError{path}
	}
	return steps(oldDevices, newDevices), nil
}

// withoutDevices takes the devices out of a domain.
func withoutDevices(domain *etree.Element) (*etree.Element, []*etree.Element) {
	var all []*etree.Element
	for _, e := range domain.SelectElements("devices") {
		for _, device := range e.ChildElements() {
			e.RemoveChild(device)
			all = append(all, device)
		}
	}
	return domain, all
}

// difference returns the path of the first thing in which two elements differ, ""
// for none. path is that of their parents.
func difference(a, b *etree.Element, path string) string {
	path += "/" + a.FullTag()
	if elementKey(a) != elementKey(b) || textOf(a) != textOf(b) {
		return path
	}
	for _, pair := range [][2]*etree.Element{{a, b}, {b, a}} {
		for i := range pair[0].Attr {
			attr := &pair[0].Attr[i]
			if other := pair[1].SelectAttr(attr.FullKey()); other == nil || other.Value != attr.Value {
				return path + "/@" + attr.FullKey()
			}
		}
	}
	as, bs := a.ChildElements(), b.ChildElements()
	for i := range min(len(as), len(bs)) {
		if elementKey(as[i]) != elementKey(bs[i]) { // which of the two is the odd one?
			if len(as) > len(bs) {
				return path + "/" + as[i].FullTag()
			}
			return path + "/" + bs[i].FullTag()
		}
		if d := difference(as[i], bs[i], path); d != "" {
			return d
		}
	}
	switch {
	case len(as) > len(bs):
		return path + "/" + as[len(bs)].FullTag()
	case len(bs) > len(as):
		return path + "/" + bs[len(as)].FullTag()
	}
	return ""
}

// textOf returns the text of an element that has no others in it. Between
// elements a domain has none.
func textOf(e *etree.Element) string {
	if len(e.ChildElements()) > 0 {
		return ""
	}
	var b strings.Builder
	for _, t := range e.Child {
		if c, ok := t.(*etree.CharData); ok {
			b.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(b.String())
}

// steps pairs devices: those that are the same, then those that are called the
// same, then those that are the only ones of their kind.
func steps(before, after []*etree.Element) []DeviceChange {
	var update, attach, detach []DeviceChange
	pair := func(same func(a, b *etree.Element) bool, found func(b *etree.Element)) {
		before = slices.DeleteFunc(before, func(a *etree.Element) bool {
			i := slices.IndexFunc(after, func(b *etree.Element) bool { return same(a, b) })
			if i < 0 {
				return false
			}
			found(after[i])
			after = slices.Delete(after, i, i+1)
			return true
		})
	}
	changed := func(b *etree.Element) { update = append(update, DeviceChange{UpdateDevice, deviceOf(b)}) }
	pair(func(a, b *etree.Element) bool { return difference(a, b, "") == "" }, func(*etree.Element) {})
	pair(func(a, b *etree.Element) bool { return deviceID(a) != "" && deviceID(a) == deviceID(b) }, changed)
	olds, news := slices.Clone(before), slices.Clone(after)
	pair(func(a, b *etree.Element) bool {
		// Where both say what they are called, they are two.
		return a.Tag == b.Tag && (deviceID(a) == "" || deviceID(b) == "") && only(olds, a.Tag) && only(news, b.Tag)
	}, changed)
	for _, a := range before {
		detach = append(detach, DeviceChange{DetachDevice, deviceOf(a)})
	}
	for _, b := range after {
		attach = append(attach, DeviceChange{AttachDevice, deviceOf(b)})
	}
	return slices.Concat(detach, update, attach)
}

func only(list []*etree.Element, tag string) bool {
	n := 0
	for _, e := range list {
		if e.Tag == tag {
			n++
		}
	}
	return n == 1
}

// deviceID returns what tells a device from others of its kind: what the guest or
// the host calls it; "" for what has no such name.
func deviceID(e *etree.Element) string {
	d := deviceOf(e)
	switch {
	case d.Kind == "disk" && d.Target != "":
		return "disk target " + d.Target
	case d.Kind == "interface" && d.MAC != "":
		return "interface mac " + strings.ToLower(d.MAC)
	case d.Alias != "":
		return d.Kind + " alias " + d.Alias
	}
	return ""
}

// String says what is done with which device.
func (c DeviceChange) String() string {
	d := c.Device
	for _, name := range []string{d.Target, d.MAC, d.Alias} {
		if name != "" {
			return fmt.Sprintf("%s %s %s", c.Op, d.Kind, name)
		}
	}
	return fmt.Sprintf("%s %s", c.Op, d.Kind)
}
