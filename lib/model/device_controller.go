package model

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// controllerModels are the models of each type of controller.
func controllerModels(typ string) []string {
	switch typ {
	case "scsi":
		return []string{"auto", "buslogic", "lsilogic", "lsisas1068", "vmpvscsi", "ibmvscsi", "virtio-scsi", "lsisas1078", "virtio-transitional", "virtio-non-transitional", "ncr53c90", "dc390", "am53c974"}
	case "usb":
		return []string{"piix3-uhci", "piix4-uhci", "ehci", "ich9-ehci1", "ich9-uhci1", "ich9-uhci2", "ich9-uhci3", "vt82c686b-uhci", "pci-ohci", "nec-xhci", "qusb1", "qusb2", "qemu-xhci", "none"}
	case "pci":
		return []string{"pci-root", "pcie-root", "pci-bridge", "dmi-to-pci-bridge", "pcie-to-pci-bridge", "pcie-root-port", "pcie-switch-upstream-port", "pcie-switch-downstream-port", "pci-expander-bus", "pcie-expander-bus"}
	case "ide":
		return []string{"piix3", "piix4", "ich6"}
	case "virtio-serial":
		return []string{"virtio", "virtio-transitional", "virtio-non-transitional"}
	case "isa":
		return []string{"isa-bridge"}
	}
	return nil
}

func controllerRow() *row {
	of := func(types ...string) func(*node) bool { return is("type", types...) }
	return el("controller", many,
		at("type", word("ide", "fdc", "scsi", "sata", "virtio-serial", "ccid", "usb", "pci", "xenbus", "isa"), def("ide")),
		at("index", uint32s, bad(virt.ErrXMLError, "Invalid value for attribute 'index' in element 'controller': '%s'. Expected integer value")),
		at("model", str),
		at("ports", uint32s, whenAttr(of("virtio-serial", "usb"))),
		at("vectors", uint32s, whenAttr(of("virtio-serial"))),
		attrsOf(uint32s, "maxGrantFrames", "maxEventChannels"),
		el("model", when(of("pci")), strs("name")),
		el("target", when(of("pci")), attrsOf(uint32s, "chassisNr", "chassis"), at("port", hex(1, 8)), attrsOf(uint32s, "busNr", "index"), at("hotplug", onOff), el("node", text(uint32s))),
		el("pcihole64", when(of("pci")), at("unit", str), text(str), kib("./pcihole64")),
		el("driver", attrsOf(uint32s, "queues", "cmd_per_lun", "max_sectors"), at("ioeventfd", onOff), attrsOf(uint32s, "iothread"), virtioAttrs()),
		infoRows(),
		check(func(n *node) error {
			if m := n.get("model"); n.has("model") && !slices.Contains(controllerModels(n.get("type")), m) {
				return unsupported("Unknown model type '%s'", m)
			}
			return nil
		}))
}

// wordIn reports whether w is one of the words of a list.
func wordIn(list, w string) bool { return slices.Contains(strings.Fields(list), w) }
