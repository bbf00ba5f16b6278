package model

import (
	"slices"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

var nodeDeviceObject = sync.OnceValue(func() *object {
	return &object{doc: "node_device_definition", root: nodeDeviceTable(), from: virt.FromNodedev}
})

// NodeDevice is the definition of a device of the host.
type NodeDevice struct{ n *node }

// ParseNodeDevice reads the document of a device that there is. Errors are
// *virt.Error, as libvirt words them.
func ParseNodeDevice(xml string, o Options) (*NodeDevice, error) {
	doc, err := nodeDeviceObject().parse(xml)
	if err != nil {
		return nil, err
	}
	return NodeDeviceFrom(doc, o)
}

// NodeDeviceFrom is ParseNodeDevice for an element of a larger document.
func NodeDeviceFrom(x *dom.Node, o Options) (*NodeDevice, error) {
	n, err := nodeDeviceObject().readElement(x, o.Strict)
	if err != nil {
		return nil, err
	}
	return &NodeDevice{n}, nil
}

// XML writes the definition.
func (d *NodeDevice) XML() string { return d.n.text(form{}) }

// Name returns the device's name.
func (d *NodeDevice) Name() string { return bodyOf(d.n.child("name")) }

// Parent returns the name of the device that this one is part of, empty for none.
func (d *NodeDevice) Parent() string { return bodyOf(d.n.child("parent")) }

// Capabilities returns what the device is, as it names it when it is asked.
func (d *NodeDevice) Capabilities() []string {
	var caps []string
	for _, c := range d.n.children("capability") {
		caps = append(caps, c.get("type"))
	}
	return caps
}

// newDevice is the name of a device that is about to be made.
const newDevice = "new device"

// ParseNewNodeDevice reads the document of a device that is to be made, whose name
// is up to the host.
func ParseNewNodeDevice(xml string, o Options) (*NodeDevice, error) {
	doc, err := nodeDeviceObject().parse(xml)
	if err != nil {
		return nil, err
	}
	if err := nodeDeviceObject().accept(doc, o.Strict); err != nil {
		return nil, err
	}
	if err := parentWWNs(doc); err != nil {
		return nil, err
	}
	doc.Kids = slices.DeleteFunc(doc.Kids, func(k *dom.Node) bool { return k.Is("name") })
	doc.Kids = append(doc.Kids, &dom.Node{Name: "name", Kids: []*dom.Node{{Kind: dom.Text, Data: newDevice}}})
	n, err := nodeDeviceObject().build(doc)
	if err != nil {
		return nil, err
	}
	return &NodeDevice{n}, nil
}

// parentWWNs finds out whether a parent is named by both of its world wide names,
// if by any.
func parentWWNs(doc *dom.Node) error {
	parent := doc.Child("parent")
	if parent == nil {
		return nil
	}
	wwnn, node := parent.Attr("wwnn")
	wwpn, port := parent.Attr("wwpn")
	from := nodeDeviceObject().from
	switch {
	case node && !port:
		return virt.Errorf(from, virt.ErrXMLError, "when providing parent wwnn='%s', the wwpn must also be provided", wwnn)
	case port && !node:
		return virt.Errorf(from, virt.ErrXMLError, "when providing parent wwpn='%s', the wwnn must also be provided", wwpn)
	}
	return nil
}

// WWNs are the world wide names of a Fibre Channel host bus adapter.
type WWNs struct{ Node, Port, Fabric string }

// inner returns the capability of that type inside of one of the device's.
func (d *NodeDevice) inner(typ string) *node {
	for _, c := range d.n.children("capability") {
		for _, in := range c.children("capability") {
			if in.get("type") == typ {
				return in
			}
		}
	}
	return nil
}

// WWNs returns the names of the adapter that the device is, if it is one.
func (d *NodeDevice) WWNs() (WWNs, bool) {
	fc := d.inner("fc_host")
	return WWNs{bodyOf(fc.child("wwnn")), bodyOf(fc.child("wwpn")), bodyOf(fc.child("fabric_wwn"))}, fc != nil
}

// ParentWWNs returns the names by which the document of a new device names its
// parent.
func (d *NodeDevice) ParentWWNs() WWNs {
	p := d.n.child("parent")
	return WWNs{attrOf(p, "wwnn"), attrOf(p, "wwpn"), attrOf(p, "fabric_wwn")}
}

// Virtual returns a copy of the adapter with another name of its own and other
// world wide names; its fabric stays.
func (d *NodeDevice) Virtual(name string, w WWNs) *NodeDevice {
	c := &NodeDevice{d.n.clone(nil)}
	c.n.child("name").setBody(name)
	fc := c.inner("fc_host")
	fc.child("wwnn").setBody(w.Node)
	fc.child("wwpn").setBody(w.Port)
	return c
}

// nested names the capabilities inside of others that lists are filtered by.
func nested(typ string) string {
	switch typ {
	case "vport_ops":
		return "vports"
	case "fc_host", "mdev_types":
		return typ
	}
	return ""
}

// Has reports whether the device has a capability, itself or inside of one.
func (d *NodeDevice) Has(capability string) bool {
	return slices.ContainsFunc(d.n.children("capability"), func(c *node) bool {
		return c.get("type") == capability || slices.ContainsFunc(c.children("capability"), func(in *node) bool {
			return capability != "" && nested(in.get("type")) == capability
		})
	})
}

// nodeDeviceKinds are the capabilities that a device can have, in the order of
// libvirt's numbers. Of those for which capabilityRow has nothing, libvirt's
// reader knows no more than the name.
var nodeDeviceKinds = []string{
	"system", "pci", "usb_device", "usb", "net", "scsi_host", "scsi_target", "scsi", "storage", "fc_host", "vports",
	"scsi_generic", "drm", "mdev_types", "mdev", "ccw", "css", "vdpa", "ap_card", "ap_queue", "ap_matrix", "vpd",
}

// nodeDeviceTable is the table of <device>.
func nodeDeviceTable() *row {
	unshown := func(a *attr) { a.hide = func(form) bool { return true } }
	return el("device",
		nameRow(),
		el("path", text(str)),
		el("devnode", many, at("type", word("dev", "link")), text(str)),
		el("parent", at("wwnn", str, unshown), at("wwpn", str, unshown), at("fabric_wwn", str, unshown), text(str)),
		capabilityRow())
}

// ofCapability makes a row one of the capabilities of those types.
func ofCapability(types ...string) part { return when(is("type", types...)) }

// capabilityRow is what a device is.
func capabilityRow() *row {
	return el("capability", many, open,
		option(func(r *row) {
			r.missing = func(n *node) error {
				return fault(virt.ErrInternalError, "no device capabilities for '%s'", n.objectName())
			}
		}),
		at("type", word(nodeDeviceKinds...), required),
		option(func(r *row) {
			r.kids = append(r.kids, systemRows()...)
			r.kids = append(r.kids, pciRows()...)
			r.kids = append(r.kids, usbRows()...)
			r.kids = append(r.kids, netDeviceRows()...)
			r.kids = append(r.kids, scsiRows()...)
			r.kids = append(r.kids, storageRows()...)
			r.kids = append(r.kids, mediatedRows()...)
			r.kids = append(r.kids, channelRows()...)
		}),
		check(func(n *node) error {
			switch typ := n.get("type"); typ {
			case "net":
				sortFeatures(n)
			case "storage":
				return checkStorage(n)
			case "fc_host", "vports", "scsi_generic", "mdev_types", "vdpa", "vpd":
				return fault(virt.ErrInternalError, "unknown capability type '%d' for '%s'", slices.Index(nodeDeviceKinds, typ), n.objectName())
			}
			return nil
		}))
}

// deviceFault is an error about the device that is read.
func deviceFault(n *node, code virt.ErrorNumber, format string, args ...any) error {
	return fault(code, format+" for '%s'", append(args, n.objectName())...)
}

// deviceValue makes a row with a text that must be there. what names the text in
// the errors.
func deviceValue(name, what string, k kind, parts ...part) *row {
	missing := func(n *node) error { return deviceFault(n, virt.ErrInternalError, "no %s supplied", what) }
	return el(name, rows(parts),
		text(k, func(a *attr) { a.missing = missing }, badDevice("invalid "+what+" supplied")),
		option(func(r *row) { r.missing = missing }))
}

// badDevice gives the error for a bad value in a device.
func badDevice(what string) attrOption {
	return func(a *attr) {
		a.bad = func(n *node, _ string) error { return deviceFault(n, virt.ErrInternalError, "%s", what) }
	}
}

// deviceID is a vendor or a product: its number, and its name.
func deviceID(name, what string, parts ...part) *row {
	missing := func(n *node) error { return deviceFault(n, virt.ErrInternalError, "no %s supplied", what) }
	return el(name, rows(parts),
		at("id", hex16(4), func(a *attr) { a.missing = missing }, badDevice("invalid "+what+" supplied")),
		text(str),
		option(func(r *row) { r.missing = missing }))
}

// hex16 takes a number of 32 bits in base 16 and writes it with at least that
// many digits.
func hex16(digits int) kind {
	return func(v string) (string, string) {
		n, ok := unsigned(v, 16, 32)
		if !ok {
			return "", wantUint
		}
		return hexText(n, digits), ""
	}
}

func systemRows() []*row {
	system := ofCapability("system")
	missing := func(n *node) error { return deviceFault(n, virt.ErrInternalError, "no system UUID supplied") }
	return []*row{
		el("product", system, text(str)),
		el("hardware", system,
			el("vendor", text(str)), el("version", text(str)), el("serial", text(str)),
			el("uuid", text(uuid, func(a *attr) { a.missing = missing }, badDevice("malformed uuid element")), option(func(r *row) { r.missing = missing })),
			option(func(r *row) { r.missing = missing })),
		el("firmware", system, always, open, el("vendor", text(str)), el("version", text(str)), el("release_date", text(str))),
	}
}

// pciFunctionRow is the address of a PCI function.
func pciFunctionRow(parts ...part) *row {
	return el("address", rows(parts), at("domain", hex(4, 32), def("0x0000")), at("bus", hex(2, 32), def("0x00")),
		at("slot", hex(2, 32), def("0x00")), at("function", hex(1, 32), def("0x0")))
}

func pciRows() []*row {
	pci := ofCapability("pci")
	return []*row{
		el("class", pci, text(hex16(6), badDevice("invalid PCI class supplied"))),
		deviceValue("domain", "PCI domain ID", uint32s, pci),
		deviceValue("bus", "PCI bus ID", uint32s, pci),
		deviceValue("slot", "PCI slot ID", uint32s, pci),
		deviceValue("function", "PCI function ID", uint32s, pci),
		deviceID("product", "PCI product ID", pci),
		deviceID("vendor", "PCI vendor ID", pci),
		el("capability", pci, many, at("type", str), at("maxCount", uint32s), pciFunctionRow(many), mdevTypeRow()),
		el("iommuGroup", pci, at("number", uint32s, required), pciFunctionRow(many), check(func(n *node) error {
			if len(n.children("address")) == 0 { // a group of none is not shown
				n.unset("number")
			}
			return nil
		})),
		el("numa", pci, at("node", ints, badDevice("invalid NUMA node ID supplied"), drop("-1"))),
		el("pci-express", pci, keep, el("link", many, at("validity", word("cap", "sta")), attrsOf(uint32s, "port"), strs("speed"), attrsOf(uint32s, "width"))),
	}
}

// mdevTypeRow is a type of mediated devices that a device can have.
func mdevTypeRow() *row {
	return el("type", many, strs("id"), el("name", text(str)), el("deviceAPI", text(str)), el("availableInstances", text(uint32s)))
}

func usbRows() []*row {
	device, iface := ofCapability("usb_device"), ofCapability("usb")
	return []*row{
		deviceValue("bus", "USB bus number", uint32s, device),
		deviceValue("device", "USB device number", uint32s, device),
		deviceID("product", "USB product ID", device, gap),
		deviceID("vendor", "USB vendor ID", device, gap),
		deviceValue("number", "USB interface number", uint32s, iface),
		deviceValue("class", "USB interface class", uint32s, iface),
		deviceValue("subclass", "USB interface subclass", uint32s, iface),
		deviceValue("protocol", "USB interface protocol", uint32s, iface),
		el("description", iface, text(str)),
	}
}

// netFeatures are what a network card may do by itself, in the order in which
// they are shown.
var netFeatures = []string{"rx", "tx", "sg", "tso", "gso", "gro", "lro", "rxvlan", "txvlan", "ntuple", "rxhash", "rdma", "txudptnl", "switchdev"}

func netDeviceRows() []*row {
	net := ofCapability("net")
	return []*row{
		deviceValue("interface", "network interface", str, net),
		el("address", net, text(str)),
		el("link", net, at("speed", uint32s), at("state", word("unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up"))),
		el("feature", net, many, at("name", word(netFeatures...),
			needed(virt.ErrXMLError, "missing network device feature name"), bad(virt.ErrXMLError, "unknown network device feature '%s'"))),
		el("capability", net, at("type", word("80203", "80211"), func(a *attr) {
			a.bad = func(n *node, _ string) error {
				return deviceFault(n, virt.ErrConfigUnsupported, "invalid network type supplied")
			}
		})),
	}
}

// sortFeatures brings the features of a network card into their order, each once.
func sortFeatures(n *node) {
	at := func(k *node) int { return slices.Index(netFeatures, k.get("name")) }
	i := n.kidSlot("feature")
	slices.SortFunc(n.kids[i], func(a, b *node) int { return at(a) - at(b) })
	n.kids[i] = slices.CompactFunc(n.kids[i], func(a, b *node) bool { return at(a) == at(b) })
}

// inner makes the type of a capability inside of another. what names the outer
// one in the errors.
func inner(what string, words ...string) part {
	return at("type", word(words...),
		func(a *attr) {
			a.missing = func(n *node) error {
				return deviceFault(n, virt.ErrInternalError, "missing %s capability type", what)
			}
			a.bad = func(n *node, v string) error {
				return deviceFault(n, virt.ErrInternalError, "unknown %s capability type '%s'", what, v)
			}
		})
}

// wwnRow is a world wide name that must be there: none can be made up here.
func wwnRow(name, what string) *row {
	missing := func(n *node) error {
		return fault(virt.ErrInternalError, "no %s supplied for '%s', and auto-generation failed", what, n.objectName())
	}
	return el(name, ofCapability("fc_host"), text(str, func(a *attr) { a.missing = missing }), option(func(r *row) { r.missing = missing }))
}

// zeroRow is a count that the host keeps; what a user writes is dropped.
func zeroRow(name string) *row {
	return el(name, ofCapability("vport_ops"), always, text(str), check(func(n *node) error {
		n.setBody("0")
		return nil
	}))
}

// hostIDRow is the number of an adapter, which one that is to be made has not yet.
func hostIDRow(parts ...part) *row {
	r := deviceValue("host", "SCSI host ID", uint32s, parts...)
	missing := r.missing
	r.missing = func(n *node) error {
		if n.objectName() == newDevice {
			return nil
		}
		return missing(n)
	}
	return r
}

func scsiRows() []*row {
	host, scsi, target := ofCapability("scsi_host"), ofCapability("scsi"), ofCapability("scsi_target")
	return []*row{
		hostIDRow(host),
		el("unique_id", host, text(ints, badDevice("invalid unique_id supplied"))),
		el("capability", host, many, inner("SCSI host", "fc_host", "vport_ops"),
			wwnRow("wwnn", "WWNN"), wwnRow("wwpn", "WWPN"), el("fabric_wwn", ofCapability("fc_host"), text(str)),
			zeroRow("max_vports"), zeroRow("vports")),
		deviceValue("host", "SCSI host ID", uint32s, scsi),
		deviceValue("bus", "SCSI bus ID", uint32s, scsi),
		deviceValue("target", "SCSI target ID", uint32s, scsi),
		deviceValue("lun", "SCSI LUN ID", uint32s, scsi),
		el("type", scsi, text(str)),
		deviceValue("target", "target name", str, target),
		el("capability", target, strs("type"), el("rport", text(str)), el("wwpn", text(str))),
	}
}

func storageRows() []*row {
	storage, removable := ofCapability("storage"), ofCapability("removable")
	return []*row{
		deviceValue("block", "block device path", str, storage),
		el("bus", storage, text(str)), el("drive_type", storage, text(str)),
		el("model", storage, text(str)), el("vendor", storage, text(str)), el("serial", storage, text(str)),
		el("size", storage, text(uint64s, badDevice("invalid size supplied"))),
		el("capability", storage, many, inner("storage", "removable", "hotpluggable"),
			el("media_available", removable, always, text(str), check(func(n *node) error {
				v := "0"
				if k, ok := cNumber(bodyOf(n), 10); ok && k.Sign() != 0 {
					v = "1"
				}
				n.setBody(v)
				return nil
			})),
			deviceValue("media_size", "removable media size", uint64s, removable),
			el("media_label", removable, text(str))),
	}
}

// checkStorage finds out whether a disk tells its size, where its medium is its
// own.
func checkStorage(n *node) error {
	if slices.ContainsFunc(n.children("capability"), func(c *node) bool { return c.get("type") == "removable" }) {
		if s := n.child("size"); s != nil {
			n.remove(s)
		}
		return nil
	}
	if s := n.child("size"); s == nil || !s.body.ok {
		return deviceFault(n, virt.ErrInternalError, "no size supplied")
	}
	return nil
}

// mediatedRows are those of graphics cards and of mediated devices.
func mediatedRows() []*row {
	drm, mdev := ofCapability("drm"), ofCapability("mdev")
	noDRM := func(n *node) error {
		return deviceFault(n, virt.ErrConfigUnsupported, "unknown drm type '(null)'") // what C prints where there is none
	}
	noType := func(n *node) error { return deviceFault(n, virt.ErrConfigUnsupported, "missing type id attribute") }
	return []*row{
		el("type", drm, text(word("primary", "control", "render"), func(a *attr) {
			a.missing = noDRM
			a.bad = func(n *node, v string) error {
				return deviceFault(n, virt.ErrConfigUnsupported, "unknown drm type '%s'", v)
			}
		}), option(func(r *row) { r.missing = noDRM })),
		el("type", mdev, at("id", str, func(a *attr) { a.missing = noType }), option(func(r *row) { r.missing = noType })),
		el("uuid", mdev, text(uuid, bad(virt.ErrInternalError, "Invalid uuid '%s' for new mdev device"))),
		el("iommuGroup", mdev, always, at("number", uint32s, def("0"), badDevice("invalid iommuGroup number attribute"))),
		el("attr", mdev, many, strs("name", "value"), check(func(n *node) error {
			if !n.has("name") || !n.has("value") {
				n.unset("name")
				n.unset("value")
			}
			return nil
		})),
	}
}

// channelValue is a number of a mainframe's devices.
func channelValue(name string, digits int, parts ...part) *row {
	missing := func(n *node) error { return deviceFault(n, virt.ErrConfigUnsupported, "missing %s value", name) }
	return el(name, rows(parts), text(hex(digits, 32), func(a *attr) {
		a.missing = missing
		a.bad = func(n *node, v string) error {
			return deviceFault(n, virt.ErrConfigUnsupported, "invalid %s value '%s'", name, v)
		}
	}), option(func(r *row) { r.missing = missing }))
}

// channelRows are those of a mainframe's channel and crypto devices.
func channelRows() []*row {
	channel := ofCapability("ccw", "css")
	return []*row{
		channelValue("cssid", 1, channel), channelValue("ssid", 1, channel), channelValue("devno", 4, channel),
		el("channel_dev_addr", ofCapability("css"), channelValue("cssid", 1), channelValue("ssid", 1), channelValue("devno", 4)),
		channelValue("ap-adapter", 2, ofCapability("ap_card", "ap_queue")),
		channelValue("ap-domain", 4, ofCapability("ap_queue")),
		el("capability", ofCapability("css", "ap_matrix"), many, strs("type"), mdevTypeRow()),
	}
}
