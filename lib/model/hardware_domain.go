package model

import (
	"slices"
	"strings"
)

// Words of libvirt for what is not there: of a text, of a choice between on and
// off, and of other choices.
const (
	noText    = "<null>"
	byDefault = "default"
	noChoice  = "none"
)

// hardware is the table of what must not differ between two definitions of a guest,
// in the order in which libvirt looks.
func hardware() trait {
	return every(
		same("Target domain virt type %s does not match source %s", valueAt("@type", "")),
		same("Target domain uuid %s does not match source %s", valueAt("uuid", "")),
		agree("Target domain requested genid does not match source", present("genid", "yes", "no")),
		same("Target domain genid %s does not match source %s", valueAt("genid", "")),
		same("Target domain name '%s' does not match source '%s'", valueAt("name", "")),
		same("Target domain max memory %s does not match source %s", initialMemory),
		same("Target domain current memory %s does not match source %s", valueAt("currentMemory", "0")),
		same("Target maximum memory size '%s' doesn't match source '%s'", valueAt("maxMemory", "0")),
		same("Target domain memory slots count '%s' doesn't match source '%s'", valueAt("maxMemory@slots", "0")),
		inside("cpu", numaHardware()),
		same("Target domain vCPU max %s does not match source %s", valueAt("vcpu", "1")),
		vcpuStates,
		same("Target domain OS type %s does not match source %s", valueAt("os/type", noText)),
		same("Target domain architecture %s does not match source %s", valueAt("os/type@arch", noChoice)),
		same("Target domain machine type %s does not match source %s", valueAt("os/type@machine", "(null)")),
		same("Target domain SMBIOS mode %s does not match source %s", valueAt("os/smbios@mode", noChoice)),
		inside("features", featureHardware()),
		inside("clock", eachSilent("timer", "Target domain timers do not match source", timerHardware())),
		cpuHardware(),
		eachSilent("sysinfo", "Target domain count of sysinfo does not match source", sysinfoHardware()),
		inside("devices", deviceHardware()),
	)
}

// initialMemory shows the memory of a guest in KiB without that of its memory
// modules.
func initialMemory(n *node) string {
	size := n.kidNum("memory")
	for _, m := range n.child("devices").children("memory") {
		size -= m.child("target").kidNum("size") // fillMemory has checked the sum
	}
	return utoa(size)
}

// numaHardware is the NUMA cells of a CPU.
func numaHardware() trait {
	return inside("numa",
		same("Target NUMA node count '%s' doesn't match source '%s'", func(n *node) string { return itoa(len(n.children("cell"))) }),
		func(src, dst *node) error {
			from, to := src.children("cell"), dst.children("cell")
			for i, s := range from {
				d := to[i]
				if s.get("memory") != d.get("memory") {
					return unsupported("Size of target NUMA node %d (%s) doesn't match source (%s)", i, d.get("memory"), s.get("memory"))
				}
				if s.get("cpus") != d.get("cpus") {
					return unsupported("Processor mask of target NUMA node %d doesn't match source", i)
				}
				for j := range from {
					if distance(s, i, j) != distance(d, i, j) {
						return unsupported("Target NUMA distance from %d to %d doesn't match source", i, j)
					}
				}
			}
			return nil
		})
}

// remoteDistance is how far NUMA nodes are from others (REMOTE_DISTANCE of ACPI).
const remoteDistance = 20

// distance returns how far NUMA cell j is from cell i.
func distance(cell *node, i, j int) uint64 {
	for _, s := range cell.child("distances").children("sibling") {
		if s.num("id") == uint64(j) {
			return s.num("value")
		}
	}
	if i == j {
		return localDistance
	}
	return remoteDistance
}

// vcpuStates refuses virtual CPUs that are there in one definition only. Both have
// equally many.
func vcpuStates(src, dst *node) error {
	s, d := Domain{src}, Domain{dst}
	for i := range s.MaxVcpus() {
		if s.hasVcpu(i) != d.hasVcpu(i) {
			return unsupported("State of vCPU '%d' differs between source and destination definitions", i)
		}
	}
	return nil
}

// hasVcpu reports whether the guest has a virtual CPU now.
func (d *Domain) hasVcpu(i int) bool {
	states := d.n.child("vcpus").children("vcpu")
	at := slices.IndexFunc(states, func(v *node) bool { return v.num("id") == uint64(i) })
	if at < 0 {
		return i < d.Vcpus()
	}
	return states[at].get("enabled") == "yes"
}

// featureHardware is what the guest's machine can do.
func featureHardware() trait {
	const one = "State of feature '%s' differs: source: '%s', destination: '%s'"
	named := func(name string, v view) trait {
		return sameState(strings.Replace(one, "%s", name, 1), v)
	}
	thing := func(name string) trait { return named(name, present(name, "on", byDefault)) }
	state := func(name string) trait { return named(name, valueAt(name+"@state", byDefault)) }
	choice := func(name, attr string) trait {
		return named(name, joined("", constant(attr+"="), valueAt(name+"@"+attr, noChoice)))
	}
	detailed := func(name string, details ...view) trait {
		return named(name, joined(",", append([]view{present(name, "on", byDefault)}, details...)...))
	}
	detail := func(name, path, absent string) view { return joined("", constant(name+"="), valueAt(path, absent)) }
	return every(
		thing("acpi"), detailed("apic", detail("eoi", "apic@eoi", byDefault)), thing("pae"),
		state("hap"), thing("viridian"), thing("privnet"),
		named("hyperv", hypervState), thing("kvm"),
		state("pvspinlock"),
		named("capabilities", joined("", constant("policy="), valueAt("capabilities@policy", byDefault))),
		state("pmu"), state("vmport"),
		detailed("gic", detail("version", "gic@version", noChoice)),
		state("smm"),
		choice("ioapic", "driver"),
		detailed("hpt", detail("resizing", "hpt@resizing", noChoice), detail("maxpagesize", "hpt/maxpagesize", "0")),
		state("vmcoreinfo"), state("htm"), state("nested-hv"), state("ccf-assist"),
		thing("xen"),
		choice("cfpc", "value"), choice("sbbc", "value"), choice("ibs", "value"),
		where(hypervState, "on", inside("hyperv", hypervHardware())),
		where(present("xen", "on", byDefault), "on", inside("xen", xenHardware())),
		where(present("kvm", "on", byDefault), "on", inside("kvm", kvmHardware())),
		where(valueAt("smm@state", byDefault), "on", inside("smm",
			sameState("SMM TSEG differs: source: %s, destination: '%s'", present("tseg", "specified", "not specified")),
			sameState("Size of SMM TSEG size differs: source: '%s', destination: '%s'", joined(" ", valueAt("tseg", "0"), valueAt("tseg@unit", "B"))))),
	)
}

// constant is the view of something that never changes.
func constant(text string) view { return func(*node) string { return text } }

// hypervState shows how Hyper-V's features are chosen: libvirt has the word for off
// where they are all taken from the host.
func hypervState(features *node) string {
	switch h := features.child("hyperv"); {
	case h == nil:
		return byDefault
	case h.get("mode") == "passthrough":
		return "off"
	}
	return "on"
}

func hypervHardware() trait {
	state := func(name string) trait {
		return sameState("State of HyperV enlightenment feature '"+name+"' differs: source: '%s', destination: '%s'", valueAt(name+"@state", byDefault))
	}
	return every(
		state("relaxed"), state("vapic"),
		sameState("HyperV spinlock retry count differs: source: '%s', destination: '%s'", valueAt("spinlocks@retries", "0")),
		state("vpindex"), state("runtime"), state("synic"), state("stimer"), state("reset"),
		sameState("HyperV vendor_id differs: source: '%s', destination: '%s'", valueAt("vendor_id@value", "(null)")),
		state("frequencies"), state("reenlightenment"), state("tlbflush"), state("ipi"), state("evmcs"), state("avic"),
		where(valueAt("stimer@state", byDefault), "on",
			sameState("State of HyperV stimer direct feature differs: source: '%s', destination: '%s'", valueAt("stimer/direct@state", byDefault))),
	)
}

func xenHardware() trait {
	state := func(name string) trait {
		return sameState("State of Xen feature '"+name+"' differs: source: '%s', destination: '%s'", valueAt(name+"@state", byDefault))
	}
	return every(state("e820_host"), state("passthrough"),
		sameState("'mode' of Xen passthrough feature differs: source: '%s', destination: '%s'", valueAt("passthrough@mode", byDefault)))
}

func kvmHardware() trait {
	state := func(name string) trait {
		return sameState("State of KVM feature '"+name+"' differs: source: '%s', destination: '%s'", valueAt(name+"@state", byDefault))
	}
	return every(
		state("hidden"), state("hint-dedicated"), state("poll-control"), state("pv-ipi"), state("dirty-ring"),
		// libvirt names the feature by a number for which it has no name.
		sameState("dirty ring size of KVM feature '(null)' differs: source: '%s', destination: '%s'", valueAt("dirty-ring@size", "0")))
}

func timerHardware() trait {
	return every(
		same("Target timer %s does not match source %s", valueAt("@name", "")),
		same("Target timer presence '%s' does not match source '%s'", valueAt("@present", byDefault)),
		same("Target TSC frequency %s does not match source %s", valueAt("@frequency", "0")),
		same("Target TSC mode %s does not match source %s", valueAt("@mode", noChoice)))
}

// cpuHardware is the CPU, as far as it is no list of NUMA cells.
func cpuHardware() trait {
	return every(
		agree("Target CPU does not match source", present("cpu", "yes", "no")),
		inside("cpu",
			same("Target CPU mode %s does not match source %s", valueAt("@mode", "custom")),
			same("Target CPU check %s does not match source %s", valueAt("@check", byDefault)),
			same("Target CPU model %s does not match source %s", valueAt("model", noText)),
			same("Target CPU vendor %s does not match source %s", valueAt("vendor", noText)),
			same("Target CPU vendor id %s does not match source %s", valueAt("model@vendor_id", noText)),
			same("Target CPU sockets %s does not match source %s", valueAt("topology@sockets", "0")),
			same("Target CPU dies %s does not match source %s", valueAt("topology@dies", "0")),
			same("Target CPU cores %s does not match source %s", valueAt("topology@cores", "0")),
			same("Target CPU threads %s does not match source %s", valueAt("topology@threads", "0")),
			agree("Target CPU maxphysaddr does not match source", joined(" ", valueAt("maxphysaddr@mode", ""), valueAt("maxphysaddr@bits", ""))),
			each("feature", "Target CPU feature count %s does not match source %s",
				same("Target CPU feature %s does not match source %s", valueAt("@name", "")),
				same("Target CPU feature policy %s does not match source %s", valueAt("@policy", ""))),
			agree("Target CPU cache does not match source", joined(" ", valueAt("cache@mode", ""), valueAt("cache@level", ""))),
		))
}

// sysinfoHardware is the tables that a guest finds in its SMBIOS. Those of other
// kinds are not compared.
func sysinfoHardware() trait {
	kind := valueAt("@type", "")
	return every(
		same("Target sysinfo %s does not match source %s", kind),
		where(kind, "smbios",
			agree("Target sysinfo does not match source", present("bios", "yes", "no")),
			inside("bios", sysinfoEntries("BIOS", "vendor", "version", "date", "release")),
			agree("Target sysinfo does not match source", present("system", "yes", "no")),
			inside("system", sysinfoEntries("system", "manufacturer", "product", "version", "serial", "uuid", "sku", "family")),
			each("baseBoard", "Target sysinfo base board count '%s' does not match source '%s'",
				sysinfoEntries("base board", "manufacturer", "product", "version", "serial", "asset", "location")),
			agree("Target chassis does not match source", present("chassis", "yes", "no")),
			inside("chassis", sysinfoEntries("chassis", "manufacturer", "version", "serial", "asset", "sku"))))
}

// sysinfoEntries is the entries of one table, in which errors call the manufacturer
// a vendor.
func sysinfoEntries(table string, names ...string) trait {
	traits := make([]trait, len(names))
	for i, name := range names {
		shown := strings.Replace(name, "manufacturer", "vendor", 1)
		traits[i] = same("Target sysinfo "+table+" "+shown+" %s does not match source %s", func(n *node) string {
			for _, e := range n.children("entry") {
				if e.get("name") == name {
					return bodyOf(e)
				}
			}
			return noText
		})
	}
	return every(traits...)
}
