package model

import (
	"strconv"
	"sync"

	"github.com/virgo-vm/virgo/lib/virt"
)

var domainObject = sync.OnceValue(func() *object {
	return &object{doc: "domain_definition", root: domainTable(), from: virt.FromDomain}
})

// domainTable is the table of <domain>.
func domainTable() *row {
	return el("domain",
		at("type", word("none", "qemu", "kqemu", "kvm", "xen", "lxc", "uml", "openvz", "test", "vmware", "hyperv",
			"vbox", "phyp", "parallels", "bhyve", "vz", "hvf"),
			bad(virt.ErrConfigUnsupported, "invalid domain type %s")),
		at("id", str, live),
		domainNameRow(),
		uuidRow(),
		el("genid", keep, text(uuid, bad(virt.ErrInternalError, "malformed genid element"))),
		el("title", text(str), check(domainTitle)),
		el("description", text(str)),
		el("metadata", keep, foreign),
		el("maxMemory", at("slots", uint32s), at("unit", str), text(str), kib("./maxMemory[1]")),
		el("memory", at("dumpCore", onOff), at("unit", str), text(str), kib("./memory[1]"), always),
		amount("currentMemory", "./currentMemory[1]", always),
		tuneRows(),
		vcpuRows(),
		el("resource", el("partition", text(str)), el("fibrechannel", at("appid", str))),
		sysinfoRow(),
		el("bootloader", text(str)),
		el("bootloader_args", text(str)),
		osRow(),
		el("idmap", idmapRow("uid"), idmapRow("gid")),
		featuresRow(),
		cpuRow(),
		clockRow(),
		lifecycleRow("poweroff", "destroy"), lifecycleRow("reboot", "restart"), lifecycleRow("crash", "destroy"),
		el("on_lockfailure", text(word("poweroff", "restart", "pause", "ignore"), bad(virt.ErrConfigUnsupported, "unknown on_lockfailure action: %s"))),
		el("pm", el("suspend-to-mem", at("enabled", yesNo)), el("suspend-to-disk", at("enabled", yesNo))),
		perfRow(),
		devicesRow(),
		seclabelRow(),
		el("keywrap", el("cipher", many, at("name", word("aes", "dea")), at("state", onOff))),
		launchSecurityRow(),
	)
}

// nameRow is the name of an object.
func nameRow() *row {
	return el("name", always, text(str,
		func(a *attr) { a.missing = func(*node) error { return fault(virt.ErrNoName, "") } }))
}

// domainNameRow is the name of a domain. That the domain has a type is found out
// after it.
func domainNameRow() *row {
	r := nameRow()
	r.check = func(n *node) error {
		if !n.parent.has("type") {
			return fault(virt.ErrInternalError, "missing domain type attribute")
		}
		return nil
	}
	return r
}

// uuidRow is the UUID of an object; it is made up later where it is missing.
func uuidRow() *row {
	return el("uuid", keep, text(uuid, bad(virt.ErrInternalError, "malformed uuid element")))
}

func idmapRow(name string) *row {
	return el(name, many, attrsOf(uint32s, "start", "target", "count"))
}

func domainTitle(n *node) error {
	for _, c := range n.body.s {
		if c == '\n' {
			return xmlFault("Domain title can't contain newlines")
		}
	}
	return nil
}

// sysinfoRow is what a guest finds in its SMBIOS tables.
func sysinfoRow() *row {
	entries := func(name string, opts ...part) *row {
		return el(name, rows(opts), el("entry", many, at("name", str, required), text(str)))
	}
	smbios, fwcfg := when(is("type", "smbios")), when(is("type", "fwcfg"))
	return el("sysinfo", many,
		at("type", word("smbios", "fwcfg"), required),
		entries("bios", smbios), entries("system", smbios), entries("baseBoard", smbios, many),
		entries("chassis", smbios),
		el("oemStrings", smbios, el("entry", many, text(str))),
		el("entry", fwcfg, many, at("name", str, required), at("file", str), text(str)),
	)
}

// seclabelRow is the label by which a security driver confines a guest.
func seclabelRow() *row {
	return el("seclabel", many,
		at("type", word("none", "dynamic", "static")),
		at("model", str),
		at("relabel", yesNo),
		el("label", text(str)),
		el("imagelabel", text(str)),
		el("baselabel", text(str)),
		check(func(n *node) error {
			if !n.has("type") {
				n.set("type", "dynamic")
			}
			if n.get("type") == "none" {
				n.unset("relabel")
			} else if !n.has("relabel") {
				n.set("relabel", map[bool]string{true: "yes", false: "no"}[n.get("type") == "dynamic"])
			}
			if n.get("type") == "static" && n.child("label") == nil {
				return xmlFault("security label is missing")
			}
			return nil
		}))
}

func launchSecurityRow() *row {
	return el("launchSecurity",
		at("type", word("sev", "s390-pv"), required),
		attrsOf(yesNo, "kernelHashes"),
		el("cbitpos", text(str)),
		el("reducedPhysBits", text(str)),
		el("policy", text(hex(4, 32))),
		el("dhCert", text(str)),
		el("session", text(str)),
	)
}

// kidNum returns the text of a child element as a number.
func (n *node) kidNum(name string) uint64 {
	v, _ := strconv.ParseUint(bodyOf(n.child(name)), 10, 64) // checked when read
	return v
}

var foreign = option(func(r *row) { r.foreign = true })
