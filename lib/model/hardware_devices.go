package model

import (
	"slices"
	"strings"
)

// deviceHardware is the table of the devices, in the order in which libvirt looks.
func deviceHardware() trait {
	yes := func(name string) view { return present(name, "yes", "no") }
	return every(
		each("disk", "Target domain disk count %s does not match source %s",
			same("Target disk device %s does not match source %s", valueAt("@device", "")),
			same("Target disk bus %s does not match source %s", valueAt("target@bus", noChoice)),
			same("Target disk %s does not match source %s", valueAt("target@dev", "")),
			same("Target disk serial %s does not match source %s", valueAt("serial", noText)),
			same("Target disk wwn '%s' does not match source '%s'", valueAt("wwn", noText)),
			agree("Target disk access mode does not match source", yes("readonly")),
			same("Target disk model %s does not match source %s", valueAt("@model", byDefault)),
			same("Target disk rotation rate %s RPM does not match source %s RPM", valueAt("target@rotation_rate", "0")),
			same("Target disk queue count %s does not match source %s", valueAt("driver@queues", "0")),
			diskQueueSize,
			virtioHardware(), placeHardware()),
		each("controller", "Target domain controller count %s does not match source %s", controllerHardware()),
		each("filesystem", "Target domain filesystem count %s does not match source %s",
			same("Target filesystem guest target %s does not match source %s", valueAt("target@dir", noText)),
			agree("Target filesystem access mode does not match source", yes("readonly")),
			agree("Target filesystem model does not match source", valueAt("@model", byDefault)),
			virtioHardware(), placeHardware()),
		each("interface", "Target domain net card count %s does not match source %s",
			same("Target network card mac %s does not match source %s", valueAt("mac@address", "")),
			netModel,
			same("Target network card MTU %s does not match source %s", valueAt("mtu@size", "0")),
			virtioHardware(), placeHardware()),
		each("input", "Target domain input device count %s does not match source %s",
			same("Target input device type %s does not match source %s", valueAt("@type", "")),
			same("Target input device bus %s does not match source %s", valueAt("@bus", "")),
			same("Target input model %s does not match source %s", inputModel),
			virtioHardware(), placeHardware()),
		each("sound", "Target domain sound card count %s does not match source %s",
			same("Target sound card model %s does not match source %s", valueAt("@model", "")), placeHardware()),
		each("video", "Target domain video card count %s does not match source %s",
			inside("model", videoHardware()), virtioHardware(), placeHardware()),
		each("hostdev", "Target domain host device count %s does not match source %s",
			same("Target host device mode %s does not match source %s", valueAt("@mode", "")),
			where(valueAt("@mode", ""), "subsystem",
				same("Target host device subsystem %s does not match source %s", valueAt("@type", ""))),
			placeHardware()),
		each("smartcard", "Target domain smartcard count %s does not match source %s", placeHardware()),
		each("serial", "Target domain serial port count %s does not match source %s",
			same("Target serial type %s does not match source %s", valueAt("target@type", noChoice)),
			same("Target serial model %s does not match source %s", valueAt("target/model@name", noChoice)),
			same("Target serial port %s does not match source %s", valueAt("target@port", "0")), placeHardware()),
		each("parallel", "Target domain parallel port count %s does not match source %s",
			same("Target parallel port %s does not match source %s", valueAt("target@port", "0")), placeHardware()),
		each("channel", "Target domain channel count %s does not match source %s",
			same("Target channel type %s does not match source %s", valueAt("target@type", "")),
			same("Target channel name %s does not match source %s", valueAt("target@name", noText)),
			same("Target channel addr %s does not match source %s", joined(":", valueAt("target@address", ""), valueAt("target@port", ""))),
			placeHardware()),
		each("console", "Target domain console count %s does not match source %s",
			same("Target console type %s does not match source %s", valueAt("target@type", noChoice)), placeHardware()),
		each("hub", "Target domain hub device count %s does not match source %s",
			same("Target hub device type %s does not match source %s", valueAt("@type", "")), placeHardware()),
		each("redirdev", "Target domain redirected devices count %s does not match source %s",
			same("Target redirected device bus %s does not match source %s", valueAt("@bus", "")),
			same("Target redirected device source type %s does not match source device source type %s", valueAt("@type", "")),
			placeHardware()),
		each("redirfilter", "Target domain USB redirection filter count %s does not match source %s",
			each("usbdev", "Target USB redirection filter rule count %s does not match source %s",
				agree("Target USB Class code does not match source", valueAt("@class", "")),
				agree("Target USB vendor ID does not match source", valueAt("@vendor", "")),
				agree("Target USB product ID does not match source", valueAt("@product", "")),
				agree("Target USB version does not match source", valueAt("@version", "")),
				same("Target USB allow '%s' does not match source '%s'", valueAt("@allow", "no")))),
		each("watchdog", "Target domain watchdog count %s does not match source %s",
			same("Target watchdog model %s does not match source %s", valueAt("@model", "")), placeHardware()),
		each("memballoon", "Target domain memory balloon count %s does not match source %s",
			same("Target balloon model %s does not match source %s", valueAt("@model", "")),
			same("Target balloon autodeflate attribute value '%s' does not match source '%s'", valueAt("@autodeflate", byDefault)),
			same("Target balloon freePageReporting attribute value '%s' does not match source '%s'", valueAt("@freePageReporting", byDefault)),
			virtioHardware(), placeHardware()),
		each("rng", "Target domain RNG device count %s does not match source %s",
			same("Target RNG model '%s' does not match source '%s'", valueAt("@model", "")), virtioHardware(), placeHardware()),
		each("panic", "Target domain panic device count %s does not match source %s",
			same("Target panic model '%s' does not match source '%s'", valueAt("@model", byDefault)), placeHardware()),
		each("shmem", "Target domain shared memory device count %s does not match source %s",
			same("Target shared memory role '%s' does not match source role '%s'", valueAt("@role", byDefault)),
			same("Target shared memory model '%s' does not match source model '%s'", valueAt("model@type", "")),
			same("Target shared memory size '%s' does not match source size '%s'", shmemBytes),
			agree("Target shared memory server usage doesn't match source", yes("server")),
			agree("Target shared memory MSI configuration doesn't match source", joined(" ", yes("msi"), valueAt("msi@vectors", "0"), valueAt("msi@ioeventfd", ""))),
			placeHardware()),
		each("tpm", "Target domain TPM device count %s does not match source %s",
			agree("Target TPM device type doesn't match source", valueAt("backend@type", "")),
			agree("Target TPM device model doesn't match source", valueAt("@model", "")),
			agree("Target TPM version doesn't match source", valueAt("backend@version", "")),
			inside("backend", agree("Target active PCR banks doesn't match source", pcrBanks)),
			placeHardware()),
		each("memory", "Target domain memory device count %s does not match source %s", memoryHardware()),
		eachSilent("iommu", "Target domain IOMMU device count does not match source",
			same("Target domain IOMMU device model '%s' does not match source '%s'", valueAt("@model", "")),
			same("Target domain IOMMU device intremap value '%s' does not match source '%s'", valueAt("driver@intremap", byDefault)),
			same("Target domain IOMMU device caching mode '%s' does not match source '%s'", valueAt("driver@caching_mode", byDefault)),
			same("Target domain IOMMU device eim value '%s' does not match source '%s'", valueAt("driver@eim", byDefault)),
			same("Target domain IOMMU device iotlb value '%s' does not match source '%s'", valueAt("driver@iotlb", byDefault)),
			same("Target domain IOMMU device aw_bits value '%s' does not match source '%s'", valueAt("driver@aw_bits", "0")),
			placeHardware()),
		eachSilent("vsock", "Target domain vsock device count does not match source",
			same("Target domain vsock device model '%s' does not match source '%s'", valueAt("@model", byDefault)),
			virtioHardware(), placeHardware()),
	)
}

// diskQueueSize compares the sizes of the queues. As libvirt, it shows their numbers.
func diskQueueSize(src, dst *node) error {
	size, count := valueAt("driver@queue_size", "0"), valueAt("driver@queues", "0")
	if size(src) != size(dst) {
		return unsupported("Target disk queue size %s does not match source %s", count(dst), count(src))
	}
	return nil
}

// controllerHardware is what a controller is. Models are shown as numbers.
func controllerHardware() trait {
	kind := valueAt("@type", "")
	model := func(n *node) string {
		return ranked(valueAt("@model", ""), 0, "-1", controllerModels(kind(n))...)(n)
	}
	ports := same("Target controller ports %s does not match source %s", valueAt("@ports", "-1"))
	return every(
		same("Target controller type %s does not match source %s", kind),
		same("Target controller index %s does not match source %s", valueAt("@index", "-1")),
		same("Target controller model %s does not match source %s", model),
		ports, same("Target controller vectors %s does not match source %s", valueAt("@vectors", "-1")),
		virtioHardware(), placeHardware())
}

// netModel compares the models of network cards: those that libvirt has a name for
// by that, whatever case it is written in, others as they are.
func netModel(src, dst *node) error {
	const text = "Target network card model %s does not match source %s"
	model := valueAt("model@type", "")
	known := func(n *node) string {
		i := slices.IndexFunc(netModels(), func(name string) bool { return strings.EqualFold(name, model(n)) })
		if i < 0 {
			return "unknown"
		}
		return netModels()[i]
	}
	other := func(n *node) string {
		if m := model(n); m != "" && known(n) == "unknown" {
			return m
		}
		return noText
	}
	return every(same(text, known), same(text, other))(src, dst)
}

// netModels are the models of network cards that libvirt has a name for.
func netModels() []string {
	return []string{"netfront", "rtl8139", "virtio", "e1000", "e1000e", "igb", "virtio-transitional", "virtio-non-transitional",
		"usb-net", "spapr-vlan", "lan9118", "scm91c111", "vlance", "vmxnet", "vmxnet2", "vmxnet3", "Am79C970A", "Am79C973",
		"82540EM", "82545EM", "82543GC"}
}

// inputModel shows the model of an input device: libvirt prints the bus of that
// number.
func inputModel(n *node) string {
	switch n.get("model") {
	case "virtio":
		return "usb"
	case "virtio-transitional":
		return "xen"
	case "virtio-non-transitional":
		return "parallels"
	}
	return "ps2"
}

// videoHardware is the model of a graphics card.
func videoHardware() trait {
	traits := []trait{same("Target video card model %s does not match source %s", valueAt("@type", ""))}
	for _, name := range []string{"ram", "vram", "vram64", "vgamem", "heads"} {
		traits = append(traits, same("Target video card "+name+" %s does not match source %s", valueAt("@"+name, "0")))
	}
	acceleration := func(name string) view {
		return ranked(valueAt("acceleration@"+name, ""), 1, "0", "yes", "no")
	}
	return every(append(traits,
		agree("Target video card acceleration does not match source", present("acceleration", "yes", "no")),
		same("Target video card 2d accel %s does not match source %s", acceleration("accel2d")),
		same("Target video card 3d accel %s does not match source %s", acceleration("accel3d")))...)
}

// shmemBytes is the size of shared memory; definitions have it in MiB.
func shmemBytes(n *node) string { return utoa(n.kidNum("size") << 20) }

// pcrBanks shows which banks of a TPM are active.
func pcrBanks(backend *node) string {
	var banks []string
	for _, name := range []string{"sha1", "sha256", "sha384", "sha512"} {
		if backend.child("active_pcr_banks", name) != nil {
			banks = append(banks, name)
		}
	}
	return strings.Join(banks, " ")
}

// memoryHardware is what a memory module is.
func memoryHardware() trait {
	model := valueAt("@model", "")
	return every(
		same("Target memory device model '%s' doesn't match source model '%s'", model),
		same("Target memory device targetNode '%s' doesn't match source targetNode '%s'", valueAt("target/node", "-1")),
		same("Target memory device size '%s' doesn't match source memory device size '%s'", valueAt("target/size", "0")),
		where(model, "virtio-mem",
			same("Target memory device block size '%s' doesn't match source memory device block size '%s'", valueAt("target/block", "0")),
			same("Target memory device requested size '%s' doesn't match source memory device requested size '%s'", valueAt("target/requested", "0"))),
		where(model, "nvdimm",
			sameState("Target NVDIMM label size '%s' doesn't match source NVDIMM label size '%s'", valueAt("target/label/size", "0")),
			sameState("Target NVDIMM alignment '%s' doesn't match source NVDIMM alignment '%s'", valueAt("source/alignsize", "0")),
			agree("Target NVDIMM pmem flag doesn't match source NVDIMM pmem flag", present("source/pmem", "yes", "no")),
			agree("Target NVDIMM readonly flag doesn't match source NVDIMM readonly flag", present("target/readonly", "yes", "no")),
			agree("Target NVDIMM UUID doesn't match source NVDIMM", valueAt("uuid", ""))),
		placeHardware())
}

// virtioHardware is the options that virtio devices have.
func virtioHardware() trait {
	traits := []trait{agree("Target device virtio options don't match the source", present("driver", "yes", "no"))}
	for _, name := range []string{"iommu", "ats", "packed", "page_per_vq"} {
		traits = append(traits, same("Target device "+name+" option '%s' does not match source '%s'", valueAt("driver@"+name, byDefault)))
	}
	return every(traits...)
}

// placeHardware is where a device is connected.
func placeHardware() trait {
	kind := valueAt("@type", noChoice)
	hexAt := func(name string, digits int) view {
		v := numberAt("@" + name)
		return func(n *node) string {
			u, _ := unsigned(v(n), 10, 64) // numberAt's
			return hexText(u, digits)[len("0x"):]
		}
	}
	at := func(typ, format string, v view) trait { return where(kind, typ, same(format, v)) }
	pci := joined(".", joined(":", hexAt("domain", 4), hexAt("bus", 2), hexAt("slot", 2)), numberAt("@function"))
	triple := func(a, b, c string) view { return joined(":", numberAt("@"+a), numberAt("@"+b), numberAt("@"+c)) }
	return every(
		inside("address",
			same("Target device address type %s does not match source %s", kind),
			at("pci", "Target device PCI address %sdoes not match source %s", pci),
			at("drive", "Target device drive address %s does not match source %s", triple("controller", "bus", "unit")),
			at("virtio-serial", "Target device virtio serial address %s does not match source %s", triple("controller", "bus", "port")),
			at("ccid", "Target device ccid address %s does not match source %s", joined(":", numberAt("@controller"), numberAt("@slot"))),
			at("isa", "Target device isa address %s does not match source %s", joined(":", numberAt("@iobase"), numberAt("@irq"))),
			at("dimm", "Target device dimm slot %s does not match source %s", numberAt("@slot")),
			at("dimm", "Target device dimm base address '%s' does not match source '%s'", hexAt("base", 1))),
		same("Target ACPI index '%s' does not match source '%s'", valueAt("acpi@index", "0")))
}
