package model

import "github.com/virgo-vm/virgo/lib/virt"

// devicesRow is all devices, in the order in which libvirt writes the kinds.
func devicesRow() *row {
	return el("devices", always, open,
		el("emulator", text(str)),
		diskRow(), controllerRow(), leaseRow(), filesystemRow(), interfaceRow(), smartcardRow(),
		serialRow(), parallelRow(), consoleRow(), channelRow(), inputRow(), tpmRow(), graphicsRow(),
		soundRow(), audioRow(), videoRow(), hostdevRow(), redirdevRow(), redirfilterRow(), hubRow(), watchdogRow(),
		memballoonRow(), rngRow(), nvramRow(), panicRow(), shmemRow(), memoryRow(), iommuRow(), vsockRow())
}

func leaseRow() *row {
	return el("lease", many,
		el("lockspace", text(str)), el("key", text(str)),
		el("target", strs("path"), at("offset", uint64s)),
		check(func(n *node) error {
			switch {
			case n.child("key") == nil:
				return xmlFault("Missing 'key' element for lease")
			case n.child("target") == nil:
				return xmlFault("Missing 'target' element for lease")
			case !n.child("target").has("path"):
				return xmlFault("Missing 'path' attribute to 'target' element for lease")
			}
			return nil
		}))
}

func filesystemRow() *row {
	return el("filesystem", many,
		at("type", word("mount", "block", "file", "template", "ram", "bind", "volume"), def("mount")),
		at("accessmode", word("passthrough", "mapped", "squash")),
		at("model", word("virtio", "virtio-transitional", "virtio-non-transitional")),
		at("multidevs", word("default", "remap", "forbid", "warn"), drop("default")),
		strs("fmode", "dmode"),
		el("driver", at("type", word("default", "path", "handle", "loop", "nbd", "ploop", "virtiofs", "mtp")), at("format", str),
			at("wrpolicy", word("immediate")), attrsOf(uint32s, "queue"), virtioAttrs()),
		el("binary", strs("path"), at("xattr", onOff), el("cache", at("mode", word("none", "always"))),
			el("sandbox", at("mode", word("namespace", "chroot"))), el("lock", attrsOf(onOff, "posix", "flock")), el("thread_pool", attrsOf(uint32s, "size"))),
		el("source", strs("dir", "file", "dev", "name", "pool", "volume", "socket"), at("usage", str), at("units", str), check(ramUsage)),
		el("target", strs("dir")),
		el("readonly"),
		bytesRow("space_hard_limit"), bytesRow("space_soft_limit"),
		infoRows(),
		check(func(n *node) error {
			if !n.child("source").has("socket") {
				n.ensureAttr("accessmode", "passthrough")
			}
			return nil
		}))
}

func smartcardRow() *row {
	return el("smartcard", many,
		at("mode", word("host", "host-certificates", "passthrough"), required),
		at("type", word(charTypes...), whenAttr(is("mode", "passthrough")), needed(virt.ErrXMLError, "passthrough mode requires a character device type attribute")),
		el("certificate", many, when(is("mode", "host-certificates")), text(str)),
		el("database", when(is("mode", "host-certificates")), text(str)),
		rows{el("source", when(is("mode", "passthrough")), strs("mode", "path", "host", "service")), el("protocol", when(is("type", "tcp")), at("type", str))},
		infoRows())
}

func inputRow() *row {
	return el("input", many,
		at("type", word("mouse", "tablet", "keyboard", "passthrough", "evdev"), required, bad(virt.ErrConfigUnsupported, "unknown input device type '%s'")),
		at("bus", word("ps2", "usb", "xen", "parallels", "virtio", "none"), bad(virt.ErrConfigUnsupported, "unknown input bus type '%s'")),
		at("model", word("virtio", "virtio-transitional", "virtio-non-transitional"), bad(virt.ErrConfigUnsupported, "unknown input model '%s'")),
		driverRow(),
		el("source", strs("dev", "evdev"), at("grab", word("all")), at("grabToggle", word("ctrl-ctrl", "alt-alt", "shift-shift", "meta-meta", "scrolllock", "ctrl-scrolllock")), at("repeat", onOff)),
		infoRows())
}

func tpmRow() *row {
	return el("tpm", many,
		at("model", word("tpm-tis", "tpm-crb", "tpm-spapr", "spapr-tpm-proxy")),
		el("backend",
			at("type", word("passthrough", "emulator", "external"), required),
			at("version", word("1.2", "2.0")), at("persistent_state", yesNo),
			el("device", always, when(is("type", "passthrough")), at("path", str, def("/dev/tpm0"))),
			el("encryption", when(is("type", "emulator")), at("secret", uuid)),
			el("active_pcr_banks", when(is("type", "emulator")), el("sha1"), el("sha256"), el("sha384"), el("sha512")),
			el("source", when(is("type", "external")), strs("type", "mode", "path"))),
		infoRows())
}

func soundRow() *row {
	return el("sound", many,
		at("model", word("sb16", "es1370", "pcspk", "ac97", "ich6", "ich9", "usb", "ich7"), required),
		el("codec", many, at("type", word("duplex", "micro", "output"), bad(virt.ErrConfigUnsupported, "unknown codec type '%s'"))),
		el("audio", at("id", uint32s)),
		infoRows())
}

func audioRow() *row {
	settings := el("settings", attrsOf(uint32s, "frequency", "channels"), at("format", word("s8", "u8", "s16", "u16", "s32", "u32", "f32")))
	direction := func(name string) *row {
		return el(name, attrsOf(yesNo, "mixingEngine", "fixedSettings"), attrsOf(uint32s, "voices", "bufferLength"),
			strs("dev", "name", "streamName", "serverName", "clientName", "connectPorts"), attrsOf(yesNo, "exactName"),
			attrsOf(uint32s, "bufferCount", "latency"), attrsOf(yesNo, "tryPoll"), settings)
	}
	return el("audio", many,
		at("id", positive, required),
		at("type", word("none", "alsa", "coreaudio", "jack", "oss", "pulseaudio", "sdl", "spice", "file", "dbus"), required),
		attrsOf(uint32s, "timerPeriod"), strs("serverName"),
		at("driver", word("esd", "alsa", "arts", "pulseaudio"), whenAttr(is("type", "sdl"))), at("path", str, whenAttr(is("type", "file"))),
		attrsOf(yesNo, "tryMMap", "exclusive"), attrsOf(ints, "dspPolicy"),
		direction("input"), direction("output"))
}

func hostdevRow() *row {
	sub := func(types ...string) func(*node) bool {
		return func(n *node) bool { return n.get("mode") == "subsystem" && is("type", types...)(n) }
	}
	caps := func(types ...string) func(*node) bool {
		return func(n *node) bool { return n.get("mode") == "capabilities" && is("type", types...)(n) }
	}
	source := func(f func(*node) bool, parts ...part) *row { return el("source", when(f), keep, rows(parts)) }
	usbID := func(name string) *row { return el(name, at("id", hex(4, 16), required)) }
	return el("hostdev", many,
		at("mode", word("subsystem", "capabilities"), def("subsystem"), bad(virt.ErrConfigUnsupported, "unknown hostdev mode '%s'")),
		at("type", str, needed(virt.ErrXMLError, "missing source address type")),
		at("managed", yesNo, def("no"), whenAttr(is("mode", "subsystem"))),
		at("sgio", word("filtered", "unfiltered")), at("rawio", yesNo),
		at("model", word("vfio-pci", "vfio-ccw", "vfio-ap", "virtio", "virtio-transitional", "virtio-non-transitional")),
		attrsOf(onOff, "display", "ramfb"),
		el("driver", at("name", word("kvm", "vfio", "xen"))),
		source(sub("pci"),
			at("writeFiltering", yesNo),
			el("address", at("domain", hex(4, 32), def("0x0000")), at("bus", hex(2, 8), def("0x00")), at("slot", hex(2, 5), def("0x00")), at("function", hex(1, 3), def("0x0")))),
		source(sub("usb"),
			at("startupPolicy", word("mandatory", "requisite", "optional")), at("guestReset", word("off", "uninitialized", "on")),
			usbID("vendor"), usbID("product"), el("address", attrsOf(uint32s, "bus", "device"))),
		source(sub("scsi"),
			at("protocol", word("adapter", "iscsi"), drop("adapter")), strs("name"),
			el("host", many, strs("name", "port")),
			el("adapter", strs("name")), el("address", attrsOf(uint32s, "bus", "target", "unit")), authRow(),
			el("initiator", el("iqn", strs("name")))),
		source(sub("scsi_host"), at("protocol", word("vhost")), strs("wwpn")),
		source(sub("mdev"), el("address", at("uuid", uuid, needed(virt.ErrXMLError, "Missing 'uuid' attribute for element <address>")))),
		source(caps("storage"), el("block", text(str))),
		source(caps("misc"), el("char", text(str))),
		source(caps("net"), el("interface", text(str))),
		el("readonly"), el("shareable"),
		el("teaming", at("type", word("persistent", "transient"), required), strs("persistent")),
		infoRows(),
		check(hostdev))
}

func hostdev(n *node) error {
	types := "usb pci scsi scsi_host mdev"
	if n.get("mode") == "capabilities" {
		types = "storage misc net"
	}
	if !wordIn(types, n.get("type")) {
		return unsupported("unknown host device source address type '%s'", n.get("type"))
	}
	if n.child("source") == nil {
		return xmlFault("Missing <source> element in hostdev device")
	}
	return nil
}

func redirdevRow() *row {
	return el("redirdev", many, open,
		at("bus", word("usb"), def("usb"), bad(virt.ErrConfigUnsupported, "unknown redirdev bus '%s'")),
		charAttrs(), charSourceRows(), infoRows(), check(charDevice))
}

func redirfilterRow() *row {
	return el("redirfilter",
		el("usbdev", many, at("class", orAny(upperHex(2, 8)), def(anyUSB), drop(anyUSB)),
			at("vendor", orAny(upperHex(4, 16)), def(anyUSB), drop(anyUSB)), at("product", orAny(upperHex(4, 16)), def(anyUSB), drop(anyUSB)),
			at("version", str, def(anyUSB), drop(anyUSB)), at("allow", yesNo, required)))
}

// anyUSB in a rule about USB devices is any, as is what is not there.
const anyUSB = "-1"

// orAny takes anyUSB besides what k takes.
func orAny(k kind) kind {
	return func(v string) (string, string) {
		if v == anyUSB {
			return v, ""
		}
		return k(v)
	}
}

func hubRow() *row {
	return el("hub", many, at("type", word("usb"), required, bad(virt.ErrConfigUnsupported, "unknown hub device type '%s'")), infoRows())
}

func watchdogRow() *row {
	return el("watchdog", many,
		at("model", word("i6300esb", "ib700", "diag288", "itco"), needed(virt.ErrInternalError, "watchdog must contain model name"), bad(virt.ErrConfigUnsupported, "unknown watchdog model '%s'")),
		at("action", word("reset", "shutdown", "poweroff", "pause", "dump", "none", "inject-nmi"), def("reset"), bad(virt.ErrConfigUnsupported, "unknown watchdog action '%s'")),
		infoRows())
}

func memballoonRow() *row {
	return el("memballoon", many,
		at("model", word("virtio", "xen", "none", "virtio-transitional", "virtio-non-transitional"), required),
		attrsOf(onOff, "autodeflate", "freePageReporting"),
		el("stats", at("period", uint32s, drop("0"))),
		infoRows(), driverRow())
}

func rngRow() *row {
	return el("rng", many,
		at("model", word("virtio", "virtio-transitional", "virtio-non-transitional"), needed(virt.ErrXMLError, "missing RNG device model"), bad(virt.ErrConfigUnsupported, "unknown RNG model '%s'")),
		el("rate", at("bytes", uint32s), at("period", uint32s)),
		el("backend", at("model", word("random", "egd", "builtin"), needed(virt.ErrXMLError, "missing RNG device backend model"), bad(virt.ErrXMLError, "unknown RNG backend model '%s'")),
			at("type", word(charTypes...), whenAttr(is("model", "egd"))),
			text(str), charSourceRows(), check(rngBackend), need(virt.ErrXMLError, "only one RNG backend is supported")),
		driverRow(), infoRows())
}

func nvramRow() *row { return el("nvram", infoRows()) }

func panicRow() *row {
	return el("panic", many, at("model", word("default", "pseries", "hyperv", "s390", "isa", "pvpanic"), bad(virt.ErrConfigUnsupported, "unknown panic model '%s'"), drop("default")), infoRows())
}

func shmemRow() *row {
	return el("shmem", many,
		at("name", str, needed(virt.ErrXMLError, "shmem element must contain 'name' attribute")),
		at("role", word("peer", "master")),
		el("model", always, at("type", word("ivshmem", "ivshmem-plain", "ivshmem-doorbell"), def("ivshmem"))),
		el("size", at("unit", str), text(str), check(mebibytes)),
		el("server", strs("path")),
		el("msi", attrsOf(onOff, "enabled"), attrsOf(uint32s, "vectors"), attrsOf(onOff, "ioeventfd")),
		infoRows(),
		check(func(n *node) error {
			if n.child("msi") != nil && n.child("server") == nil {
				return xmlFault("msi option is only supported with a server")
			}
			return nil
		}))
}

// mebibytes brings text and unit to MiB.
func mebibytes(n *node) error {
	v, ok := unsigned(n.body.s, 10, 64)
	if !ok {
		return xmlFault("Invalid value '%s' for element or attribute './size[1]'", n.body.s)
	}
	b, err := scale(v, n.get("unit"), 1, 64)
	if err != nil {
		return err
	}
	n.set("unit", "M")
	n.setBody(utoa((b + 1<<20 - 1) >> 20))
	return nil
}

func memoryRow() *row {
	return el("memory", many,
		at("model", word("dimm", "nvdimm", "virtio-pmem", "virtio-mem", "sgx-epc"), required),
		at("access", word("shared", "private")), at("discard", yesNo),
		el("uuid", text(uuid)),
		el("source", el("path", text(str)), el("nodemask", text(cpus)), amountUnit("pagesize"), amountUnit("alignsize"), el("pmem")),
		el("target", amountUnit("size"), el("node", text(uint32s)), el("label", amountUnit("size")), amountUnit("block"), amountUnit("requested"), el("readonly"), el("address", strs("base"))),
		infoRows())
}

func iommuRow() *row {
	return el("iommu", at("model", word("intel", "smmuv3", "virtio"), required),
		el("driver", attrsOf(onOff, "intremap", "caching_mode", "eim", "iotlb"), attrsOf(uint32s, "aw_bits")), infoRows())
}

func vsockRow() *row {
	return el("vsock", at("model", word("virtio", "virtio-transitional", "virtio-non-transitional")),
		el("cid", at("auto", yesNo), at("address", uint32s)), driverRow(), infoRows())
}

// rngBackend keeps the text of the backend that is a file, and the elements of
// the one that is a character device.
func rngBackend(n *node) error {
	switch n.get("model") {
	case "random":
		if !n.body.ok {
			n.setBody("/dev/random")
		}
	case "egd":
		n.body = value{}
		return charDevice(n)
	default:
		n.body = value{}
	}
	return nil
}

// ramUsage brings the size of a file system in memory to KiB.
func ramUsage(n *node) error {
	if !n.has("usage") {
		return nil
	}
	v, ok := unsigned(n.get("usage"), 10, 64)
	if !ok {
		return xmlFault("cannot parse usage '%s' for RAM filesystem", n.get("usage"))
	}
	b, err := scale(v, n.get("units"), 1024, 64)
	if err != nil {
		return err
	}
	n.set("usage", utoa(b/1024))
	n.set("units", "KiB")
	return nil
}
