package model

import "github.com/virgo-vm/virgo/lib/virt"

// Words about disks.
var (
	storageTypes   = []string{"file", "block", "dir", "network", "volume", "nvme", "vhostuser"}
	diskProtocols  = []string{"nbd", "rbd", "sheepdog", "gluster", "iscsi", "http", "https", "ftp", "ftps", "tftp", "ssh", "vxhs", "nfs"}
	diskBuses      = []string{"ide", "fdc", "scsi", "virtio", "xen", "usb", "uml", "sata", "sd"}
	storageFormats = []string{"raw", "dir", "bochs", "cloop", "dmg", "iso", "vpc", "vdi", "fat", "vhd", "ploop", "cow", "qcow", "qcow2", "qed", "vmdk"}
)

// diskRow is a disk, CD-ROM drive, floppy drive or LUN.
func diskRow() *row {
	return el("disk", many,
		at("type", word(storageTypes...), def("file")),
		at("device", word("disk", "cdrom", "floppy", "lun"), def("disk")),
		at("model", word("virtio", "virtio-transitional", "virtio-non-transitional")),
		at("rawio", yesNo),
		at("sgio", word("filtered", "unfiltered"), bad(virt.ErrConfigUnsupported, "unknown disk sgio mode '%s'")),
		at("snapshot", word("no", "internal", "external", "manual")),
		el("driver",
			strs("name"),
			at("type", word(append(storageFormats, "aio")...), bad(virt.ErrConfigUnsupported, "unknown driver format value '%s'")),
			at("cache", word("default", "none", "writethrough", "writeback", "directsync", "unsafe"), drop("default")),
			at("error_policy", word("default", "report", "ignore", "stop", "enospace"), drop("default")),
			at("rerror_policy", word("default", "report", "ignore", "stop"), drop("default")),
			at("io", word("native", "threads", "io_uring")),
			attrsOf(onOff, "ioeventfd", "event_idx", "copy_on_read"),
			at("discard", word("unmap", "ignore")),
			at("iothread", positive),
			at("detect_zeroes", word("off", "on", "unmap")),
			attrsOf(positive, "queues", "queue_size"),
			virtioAttrs(),
			el("metadata_cache", bytesRow("max_size"))),
		authRow(),
		diskSourceRow("source"),
		backingStoreRow(4),
		el("backenddomain", strs("name")),
		el("geometry", attrsOf(uint32s, "cyls", "heads", "secs"), at("trans", word("none", "auto", "lba"))),
		el("blockio", attrsOf(uint32s, "logical_block_size", "physical_block_size")),
		el("target",
			strs("dev"),
			at("bus", word(diskBuses...)),
			at("tray", word("closed", "open"), drop("closed")),
			at("removable", onOff),
			at("rotation_rate", uint32s)),
		iotuneRow(),
		el("readonly"), el("shareable"),
		el("transient", keep, at("shareBacking", yesNo)),
		el("serial", text(str)), el("wwn", text(str)), el("vendor", text(str)), el("product", text(str)),
		encryptionRow(),
		infoRows(),
		check(disk))
}

// authRow is how to log in where a disk or pool is stored.
func authRow() *row {
	return el("auth", strs("username"), at("type", str),
		el("secret", strs("type", "uuid", "usage")))
}

// encryptionRow is how a volume is encrypted.
func encryptionRow() *row {
	return el("encryption",
		at("format", word("default", "qcow", "luks", "luks2", "luks-any"), required),
		at("engine", word("qemu", "librbd")),
		el("secret", many, at("type", word("passphrase"), required), strs("uuid", "usage")),
		el("cipher", strs("name"), attrsOf(uint32s, "size"), strs("mode", "hash")),
		el("ivgen", strs("name", "hash")))
}

// diskSourceRow is where a disk's data is: an attribute or two of each type.
func diskSourceRow(name string) *row {
	of := func(types ...string) attrOption { return whenAttr(up(is("type", types...))) }
	ofRow := func(types ...string) part { return when(up(is("type", types...))) }
	return el(name,
		at("file", str, of("file")), at("dev", str, of("block")), at("dir", str, of("dir")),
		at("pool", str, of("volume")), at("volume", str, of("volume")), at("mode", word("host", "direct"), of("volume"), bad(virt.ErrConfigUnsupported, "unknown source mode '%s' for volume type disk")),
		at("protocol", word(diskProtocols...), of("network"), required), at("name", str, of("network")),
		at("query", str, of("network")), at("tls", yesNo, of("network")), at("tlsHostname", str, of("network")),
		at("type", str, of("nvme", "vhostuser")), at("managed", yesNo, of("nvme")), at("namespace", uint64s, of("nvme")), at("path", str, of("vhostuser")),
		at("startupPolicy", word("mandatory", "requisite", "optional")),
		at("index", uint32s, live),
		el("host", many, ofRow("network"), strs("name", "port"), at("transport", word("tcp", "unix", "rdma"), bad(virt.ErrConfigUnsupported, "unknown protocol transport type '%s'")), strs("socket")),
		el("snapshot", ofRow("network"), strs("name")),
		el("config", ofRow("network"), strs("file")),
		el("address", ofRow("nvme"), at("domain", hex(4, 32)), at("bus", hex(2, 8)), at("slot", hex(2, 5)), at("function", hex(1, 3))),
		el("reconnect", ofRow("vhostuser"), at("enabled", yesNo), at("timeout", uint32s)),
		el("initiator", ofRow("network"), el("iqn", strs("name"))),
		el("slices", el("slice", at("type", word("storage")), attrsOf(uint64s, "offset", "size"))),
		authRow(),
		el("reservations", at("managed", yesNo), el("source", strs("type", "path", "mode"))),
		encryptionRow(),
		el("ssl", ofRow("network"), at("verify", yesNo)),
		el("cookies", ofRow("network"), secretRow, el("cookie", many, strs("name"), text(str))),
		el("readahead", ofRow("network"), at("size", uint64s)),
		el("timeout", ofRow("network"), at("seconds", uint64s)),
		el("identity", ofRow("network"), strs("user", "group")),
		el("seclabel", many, strs("model"), at("relabel", yesNo), el("label", text(str))),
	)
}

// backingStoreRow is the chain of images below a disk's, as far as the user
// wrote it down. A table cannot contain itself: depth tells how far it goes.
func backingStoreRow(depth int) *row {
	r := el("backingStore", keep,
		at("type", word(storageTypes...)),
		at("index", uint32s, live),
		el("format", at("type", word(storageFormats...), required)),
		diskSourceRow("source"))
	if depth > 1 {
		r.kids = append(r.kids, backingStoreRow(depth-1))
	}
	return r
}

// iotuneRow is the limits of a disk's rates. 0 is no limit.
func iotuneRow() *row {
	r := el("iotune")
	for _, suffix := range []string{"", "_max", "_max_length"} {
		for _, what := range []string{"bytes", "iops"} {
			for _, which := range []string{"total", "read", "write"} {
				name := which + "_" + what + "_sec" + suffix
				el(name, text(uint64s, drop("0"), bad(virt.ErrXMLError, "disk iotune field '"+name+"' must be an integer"))).add(r)
			}
		}
		if suffix == "_max" {
			el("size_iops_sec", text(uint64s, drop("0"), bad(virt.ErrXMLError, "disk iotune field 'size_iops_sec' must be an integer"))).add(r)
			el("group_name", text(str)).add(r)
		}
	}
	return r
}

// disk checks what libvirt checks while it reads a disk.
func disk(n *node) error {
	target, source := n.child("target"), n.child("source")
	if (n.get("device") == "disk" || n.get("device") == "lun") && emptySource(n, source) {
		return fault(virt.ErrNoSource, "%s", attrOf(target, "dev"))
	}
	if target == nil || !target.has("dev") {
		return fault(virt.ErrNoTarget, "%s", sourceText(source))
	}
	switch {
	case n.has("rawio") && n.get("device") != "lun":
		return unsupported("rawio can be used only with device='lun'")
	case target.has("removable") && target.get("bus") != "usb":
		return xmlFault("removable is only valid for usb disks")
	case n.get("sgio") == "unfiltered":
		return unsupported("unfiltered sgio is no longer supported")
	case source.child("reservations") != nil && n.get("device") != "lun":
		return unsupported("<reservations/> allowed only for lun devices")
	case n.get("type") == "vhostuser":
		n.ensureAttr("snapshot", "no")
	}
	return nil
}

// emptySource reports whether a disk lacks what it must have.
func emptySource(n, source *node) bool {
	if source == nil {
		return true
	}
	switch attr := map[string]string{"file": "file", "block": "dev", "dir": "dir"}[n.get("type")]; attr {
	case "":
		return false
	default:
		return source.get(attr) == ""
	}
}

// sourceText names a disk's source in errors.
func sourceText(source *node) string {
	for _, name := range []string{"file", "dev", "dir", "name", "volume", "path"} {
		if v := attrOf(source, name); v != "" {
			return v
		}
	}
	return ""
}
