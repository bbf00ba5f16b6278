package model

import "github.com/virgo-vm/virgo/lib/virt"

// arches are the architectures that libvirt knows.
func arches() kind {
	return word("none", "alpha", "armv6l", "armv7l", "armv7b", "aarch64", "cris", "i686", "ia64", "lm32", "m68k", "microblaze",
		"microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64", "ppc", "ppc64", "ppc64le",
		"ppcemb", "riscv32", "riscv64", "s390", "s390x", "sh4", "sh4eb", "sparc", "sparc64", "unicore32", "x86_64", "xtensa", "xtensaeb", "loongarch64")
}

// osRow is how a guest boots.
func osRow() *row {
	return el("os", always,
		at("firmware", word("bios", "efi"), bad(virt.ErrConfigUnsupported, "unknown firmware value %s")),
		el("type", always,
			at("arch", arches(), bad(virt.ErrConfigUnsupported, "Unknown architecture %s")),
			at("machine", str),
			text(word("hvm", "xen", "linux", "exe", "uml", "xenpvh"),
				needed(virt.ErrXMLError, "an os <type> must be specified"),
				bad(virt.ErrConfigUnsupported, "unknown OS type '%s'"))),
		el("firmware", el("feature", many, at("enabled", yesNo, required), at("name", word("enrolled-keys", "secure-boot"), required))),
		el("init", text(str)),
		el("initarg", many, text(str)),
		el("initenv", many, at("name", str, required), text(str)),
		el("initdir", text(str)), el("inituser", text(str)), el("initgroup", text(str)),
		el("loader", attrsOf(yesNo, "readonly", "secure"), at("type", word("rom", "pflash"), def("rom")), at("stateless", yesNo), text(str)),
		el("nvram", strs("template"), text(str)),
		el("kernel", text(str)), el("initrd", text(str)), el("cmdline", text(str)), el("dtb", text(str)), el("root", text(str)),
		el("acpi", el("table", many, at("type", word("slic", "rawMMIO"), required), text(str))),
		el("boot", many, at("dev", word("fd", "hd", "cdrom", "network"), required)),
		el("bootmenu", at("enable", yesNo), at("timeout", uint32s)),
		el("bios", at("useserial", yesNo), at("rebootTimeout", ints)),
		el("smbios", at("mode", word("emulate", "host", "sysinfo"), required, bad(virt.ErrConfigUnsupported, "unknown smbios mode '%s'"))),
	)
}

// featuresRow is what a guest's machine can do.
func featuresRow() *row {
	state := func(name string, parts ...part) *row { return el(name, at("state", onOff, def("on")), rows(parts)) }
	needed := func(name string) *row { return el(name, at("state", onOff, required)) }
	must := func(name string, parts ...part) *row {
		return el(name, many, at("state", onOff, required), rows(parts))
	}
	return el("features",
		el("acpi"), el("apic", keep, at("eoi", onOff)), el("pae"),
		state("hap"), el("viridian"), el("privnet"),
		el("hyperv", open, at("mode", word("custom", "passthrough"), def("custom")),
			must("relaxed"), must("vapic"),
			must("spinlocks", at("retries", uint32s)),
			must("vpindex"), must("runtime"), must("synic"),
			must("stimer", el("direct", at("state", onOff, required))),
			must("reset"),
			must("vendor_id", at("value", str)),
			must("frequencies"), must("reenlightenment"), must("tlbflush"), must("ipi"), must("evmcs"), must("avic")),
		el("kvm", open, must("hidden"), must("hint-dedicated"), must("poll-control"), must("pv-ipi"),
			must("dirty-ring", at("size", uint32s))),
		state("pvspinlock"),
		el("capabilities", at("policy", word("default", "allow", "deny"), drop("default")),
			rows(capabilityRows())),
		state("pmu"), state("vmport"),
		el("gic", keep, at("version", word("2", "3", "host"))),
		state("smm", el("tseg", at("unit", str), text(str), check(prettySize))),
		el("ioapic", at("driver", word("kvm", "qemu"), required)),
		el("hpt", keep, at("resizing", word("enabled", "disabled", "required")), amountUnit("maxpagesize")),
		state("vmcoreinfo"), needed("htm"), needed("nested-hv"),
		el("msrs", at("unknown", word("ignore", "fault"), required)),
		needed("ccf-assist"),
		el("xen", open, must("e820_host"), must("passthrough", at("mode", word("sync_pt", "share_pt")))),
		el("cfpc", at("value", word("broken", "workaround", "fixed"), required)),
		el("sbbc", at("value", word("broken", "workaround", "fixed"), required)),
		el("ibs", at("value", word("broken", "workaround", "fixed-ibs", "fixed-ccd", "fixed-na"), required)),
		el("tcg", el("tb-cache", at("unit", str), text(str), kib("./tb-cache"))),
	)
}

// amountUnit is an element with an amount of memory that is shown in KiB.
func amountUnit(name string) *row { return amount(name, "./"+name) }

func capabilityRows() []part {
	var rs []part
	for _, name := range []string{
		"audit_control", "audit_write", "block_suspend", "chown", "dac_override", "dac_read_search", "fowner", "fsetid",
		"ipc_lock", "ipc_owner", "kill", "lease", "linux_immutable", "mac_admin", "mac_override", "mknod", "net_admin",
		"net_bind_service", "net_broadcast", "net_raw", "setgid", "setfcap", "setpcap", "setuid", "sys_admin", "sys_boot",
		"sys_chroot", "sys_module", "sys_nice", "sys_pacct", "sys_ptrace", "sys_rawio", "sys_resource", "sys_time",
		"sys_tty_config", "syslog", "wake_alarm",
	} {
		rs = append(rs, el(name, at("state", onOff, required)))
	}
	return rs
}

// clockRow is the guest's clock.
func clockRow() *row {
	return el("clock", always,
		at("offset", word("utc", "localtime", "variable", "timezone", "absolute"), def("utc"), bad(virt.ErrConfigUnsupported, "unknown clock offset '%s'")),
		at("adjustment", str, whenAttr(is("offset", "utc", "localtime", "variable"))),
		at("basis", word("utc", "localtime"), whenAttr(is("offset", "variable")), def("utc"), bad(virt.ErrConfigUnsupported, "unknown clock basis '%s'")),
		at("timezone", str, whenAttr(is("offset", "timezone")), needed(virt.ErrXMLError, "missing 'timezone' attribute for clock with offset='timezone'")),
		at("start", uint64s, whenAttr(is("offset", "absolute")), needed(virt.ErrXMLError, "missing 'start' attribute for clock with offset='absolute'")),
		el("timer", many,
			at("name", word("platform", "pit", "rtc", "hpet", "tsc", "kvmclock", "hypervclock", "armvtimer"), required),
			at("present", yesNo),
			at("tickpolicy", word("delay", "catchup", "merge", "discard")),
			at("track", word("boot", "guest", "wall", "realtime"), whenAttr(is("name", "platform", "rtc"))),
			at("frequency", uint64s, whenAttr(is("name", "tsc"))),
			at("mode", word("auto", "native", "emulate", "paravirt", "smpsafe"), whenAttr(is("name", "tsc"))),
			el("catchup", attrsOf(uint64s, "threshold", "slew", "limit"))),
		check(clockAdjustment))
}

// clockAdjustment gives a variable clock its adjustment and checks the others'.
func clockAdjustment(n *node) error {
	switch adj := n.get("adjustment"); n.get("offset") {
	case "variable":
		if adj == "" {
			adj = "0"
		}
		v, wrong := int64s(adj)
		if wrong != "" {
			return unsupported("unknown clock adjustment '%s'", adj)
		}
		n.set("adjustment", v)
	case "utc", "localtime":
		if adj == "" || adj == "reset" {
			return nil
		}
		v, wrong := int64s(adj)
		if wrong != "" {
			return unsupported("unknown clock adjustment '%s'", adj)
		}
		basis := n.get("offset")
		n.set("offset", "variable")
		n.set("adjustment", v)
		n.set("basis", basis)
	}
	return nil
}
