package model

import "github.com/virgo-vm/virgo/lib/virt"

// infoRows are what all devices have: boot order, the user's alias, ROM, ACPI
// index and address.
func infoRows() part {
	return rows{
		el("boot", at("order", positive, required), strs("loadparm")),
		el("alias", at("name", str), check(alias)),
		el("master", at("startport", uint32s)),
		el("rom", attrsOf(yesNo, "enabled"), attrsOf(onOff, "bar"), strs("file")),
		el("acpi", at("index", uint32s)),
		addressRow(),
	}
}

// alias drops the names that libvirt gives by itself; a user's start with "ua-".
func alias(n *node) error {
	if name := n.get("name"); len(name) < 3 || name[:3] != "ua-" {
		n.unset("name")
	}
	return nil
}

// addressRow is where a device is connected. What is missing in an address is 0.
func addressRow() *row {
	of := func(types ...string) attrOption { return whenAttr(is("type", types...)) }
	parse := func(what string) attrOption {
		return bad(virt.ErrXMLError, "Invalid value for attribute '"+what+"' in element 'address': '%s'. Expected non-negative integer value")
	}
	return el("address",
		at("type", word("pci", "drive", "virtio-serial", "ccid", "usb", "spapr-vio", "virtio-s390", "ccw", "virtio-mmio", "isa", "dimm", "unassigned"),
			needed(virt.ErrInternalError, "No type specified for device address"),
			bad(virt.ErrConfigUnsupported, "unknown address type '%s'")),
		at("domain", hex(4, 32), of("pci"), def("0x0000"), parse("domain")),
		at("bus", hex(2, 32), of("pci"), def("0x00"), parse("bus")),
		at("slot", hex(2, 32), of("pci"), def("0x00"), parse("slot")),
		at("function", hex(1, 32), of("pci"), def("0x0"), parse("function")),
		at("multifunction", onOff, of("pci")),
		at("controller", uint32s, of("drive", "virtio-serial", "ccid"), def("0")),
		at("bus", uint32s, of("drive", "virtio-serial"), def("0")),
		at("target", uint32s, of("drive"), def("0")),
		at("unit", uint32s, of("drive"), def("0")),
		at("port", uint32s, of("virtio-serial"), def("0")),
		at("slot", uint32s, of("ccid"), def("0")),
		at("bus", uint32s, of("usb"), def("0")),
		at("port", str, of("usb")),
		at("reg", hex(8, 32), of("spapr-vio")),
		at("cssid", hex(1, 8), of("ccw")), at("ssid", hex(1, 2), of("ccw")), at("devno", hex(4, 16), of("ccw")),
		at("iobase", hex(1, 32), of("isa")), at("irq", hex(1, 32), of("isa")),
		at("slot", uint32s, of("dimm"), def("0")), at("base", hex(1, 64), of("dimm")),
		el("zpci", at("uid", hex(4, 16)), at("fid", hex(8, 32))),
		check(func(n *node) error {
			if n.get("type") == "unassigned" && n.parent.row.name != "hostdev" {
				return unsupported("address of type 'unassigned' is supported only for hostdevs")
			}
			if n.get("type") == "pci" {
				if err := pciRange(n); err != nil {
					return err
				}
			}
			if n.get("type") == "pci" && n.zeroPCI() {
				n.unset("type")
				for _, name := range []string{"domain", "bus", "slot", "function"} {
					n.unset(name)
				}
			}
			return nil
		}))
}

// pciRange refuses PCI addresses that no bus has.
func pciRange(n *node) error {
	for _, part := range []struct {
		name string
		most uint64
	}{{"domain", 0xFFFF}, {"bus", 0xFF}, {"slot", 0x1F}, {"function", 7}} {
		if v := n.num(part.name); v > part.most {
			return xmlFault("Invalid PCI address %s='0x%x', must be <= 0x%X", part.name, v, part.most)
		}
	}
	return nil
}

// zeroPCI reports whether a PCI address is all zeros, which means that it is
// still to be chosen.
func (n *node) zeroPCI() bool {
	return n.num("domain") == 0 && n.num("bus") == 0 && n.num("slot") == 0 && n.num("function") == 0
}

// virtioAttrs are the options of virtio devices in their driver elements.
func virtioAttrs() part { return attrsOf(onOff, "iommu", "ats", "packed", "page_per_vq") }

// driverRow is the driver of a device that has only virtio's options.
func driverRow() *row { return el("driver", virtioAttrs()) }
