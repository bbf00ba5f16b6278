package model

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/virgo-vm/virgo/lib/virt"
)

// number is an element that is a decimal number.
func numberRow(name string, parts ...part) *row {
	return el(name, text(uint64s, bad(virt.ErrXMLError, "Invalid value '%s' for element or attribute './cputune/"+name+"'")), rows(parts))
}

// tuneRows are the elements that tune block devices and memory.
func tuneRows() part {
	limit := func(name string) *row { return amount(name, "./memtune/"+name+"[1]") }
	return rows{
		el("blkiotune",
			limitRow(BlockWeight, uint32s),
			el("device", many, mute(not((*node).hasLimits)), el("path", text(str)), limitRow(BlockWeight, uint32s),
				limitRow(BlockReadIops, uint32s), limitRow(BlockWriteIops, uint32s),
				limitRow(BlockReadBytes, uint64s), limitRow(BlockWriteBytes, uint64s))),
		el("memtune", limit("hard_limit"), limit("soft_limit"), limit("min_guarantee"), limit("swap_hard_limit"), check(limited)),
		el("memoryBacking",
			el("hugepages", keep, el("page", many, at("size", str, required), at("unit", str), cpuAttr("nodeset"),
				check(func(n *node) error { return amountAttr(n, "size") }))),
			el("nosharepages"), el("locked"),
			el("source", at("type", word("file", "anonymous", "memfd"), bad(virt.ErrXMLError, "unknown memoryBacking/source/type '%s'"))),
			el("access", at("mode", word("shared", "private"), bad(virt.ErrXMLError, "unknown memoryBacking/access/mode '%s'"))),
			el("allocation", at("mode", word("immediate", "ondemand"), bad(virt.ErrXMLError, "unknown memoryBacking/allocation/mode '%s'")), at("threads", uint32s)),
			el("discard")),
	}
}

// vcpuRows are the elements about virtual CPUs and I/O threads.
func vcpuRows() part {
	sched := func(name, list string) *row {
		return el(name, many, cpuAttr(list, needed(virt.ErrXMLError, "Missing attribute '%s' in element '%s'", list, name)),
			at("scheduler", word(schedulers...), required),
			at("priority", ints, whenAttr(is("scheduler", "fifo", "rr")), required))
	}
	return rows{
		el("vcpu", always,
			at("placement", word("static", "auto")),
			cpuAttr("cpuset"),
			at("current", uint32s),
			text(str),
			check(vcpu)),
		el("vcpus", el("vcpu", many, at("id", uint32s, required), attrsOf(yesNo, "enabled", "hotpluggable"), at("order", uint32s))),
		el("iothreads", text(uint32s, bad(virt.ErrXMLError, "invalid iothreads count '%s'"))),
		el("iothreadids", mute(unnamed), el("iothread", many, at("id", positive, required), attrsOf(uint32s, "thread_pool_min", "thread_pool_max"))),
		el("defaultiothread", attrsOf(uint32s, "thread_pool_min", "thread_pool_max")),
		el("cputune",
			numberRow("shares"), numberRow("period"), text64("quota"),
			numberRow("global_period"), text64("global_quota"),
			numberRow("emulator_period"), text64("emulator_quota"),
			numberRow("iothread_period"), text64("iothread_quota"),
			el("vcpupin", many, at("vcpu", uint32s, required), pinnedTo("vcpupin")),
			el("emulatorpin", pinnedTo("emulatorpin")),
			el("iothreadpin", many, at("iothread", uint32s, required), pinnedTo("iothreadpin")),
			el("emulatorsched", at("scheduler", word(schedulers...), required),
				at("priority", ints, whenAttr(is("scheduler", "fifo", "rr")), required)),
			sched("vcpusched", "vcpus"), sched("iothreadsched", "iothreads"),
			resctrlRows(),
			check(cputune)),
		el("numatune",
			el("memory",
				at("mode", word(numaModes...), def("strict"), bad(virt.ErrConfigUnsupported, "Unsupported NUMA memory tuning mode '%s'")),
				cpuAttr("nodeset"),
				at("placement", word("static", "auto"), bad(virt.ErrConfigUnsupported, "Unsupported NUMA memory placement mode '%s'")),
				check(numaMemory)),
			el("memnode", many, at("cellid", uint32s, required), at("mode", word(numaModes...), def("strict")),
				cpuAttr("nodeset", needed(virt.ErrXMLError, "Missing required nodeset attribute in memnode element")))),
	}
}

// text64 is an element that is a signed decimal number.
func text64(name string) *row {
	return el(name, text(int64s, bad(virt.ErrXMLError, "Invalid value '%s' for element or attribute './cputune/"+name+"'")))
}

// numaMemory leaves the placement out where the nodes say it.
func numaMemory(n *node) error {
	switch {
	case n.get("placement") != "auto" && !n.has("nodeset") && attrOf(n.parent.parent.child("vcpu"), "placement") != "auto":
		return errNoNodeset()
	case n.has("nodeset"):
		n.unset("placement")
	case !n.has("placement"):
		n.set("placement", "auto")
	}
	return nil
}

func vcpu(n *node) error {
	if n.body.s == "" {
		n.setBody("1")
	}
	most, ok := unsigned(n.body.s, 10, 32)
	if !ok {
		return xmlFault("maximum vcpus count must be an integer")
	}
	n.setBody(strconv.FormatUint(most, 10))
	if n.get("placement") == "auto" {
		n.unset("cpuset")
	}
	if n.has("current") {
		switch now := n.num("current"); {
		case now > most:
			return unsupported("maximum vCPU count must not be less than current vCPU count")
		case now == most:
			n.unset("current")
		}
	}
	return nil
}

// schedulers are the words for how the host schedules a thread.
var schedulers = []string{"batch", "idle", "fifo", "rr"}

// pinnedTo makes the attribute with the CPUs of an element that pins something.
func pinnedTo(element string) *attr {
	return cpuAttr("cpuset", needed(virt.ErrInternalError, "missing cpuset for %s", element))
}

// cputune orders what concerns single CPUs, splits what concerns several, and
// drops what pins a CPU that is not there.
func cputune(n *node) error {
	vcpus := n.parent.kidNum("vcpu")
	pinned := map[uint64]bool{}
	for _, pin := range n.children("vcpupin") {
		id := pin.num("vcpu")
		if pinned[id] {
			return fault(virt.ErrInternalError, "duplicate vcpupin for vcpu '%d'", id)
		}
		pinned[id] = true
		if id >= vcpus {
			n.remove(pin)
		}
	}
	slices.SortStableFunc(n.children("vcpupin"), func(a, b *node) int { return cmp.Compare(a.num("vcpu"), b.num("vcpu")) })
	if err := splitSchedulers(n, "vcpusched", "vcpus"); err != nil {
		return err
	}
	for _, sched := range n.children("vcpusched") {
		if id := sched.num("vcpus"); id >= vcpus {
			return unsupported("vCPU '%d' is not present in domain definition", id)
		}
	}
	if err := splitSchedulers(n, "iothreadsched", "iothreads"); err != nil {
		return err
	}
	return resctrl(n, vcpus)
}

// splitSchedulers makes one element for each number in the lists, which must not
// have a number twice.
func splitSchedulers(n *node, name, list string) error {
	var split []*node
	for _, s := range n.children(name) {
		n.remove(s)
		numbers, _ := parseCPUList(s.get(list)) // the kind has checked it
		for _, number := range numbers {
			one := s.clone(n)
			one.set(list, itoa(number))
			if findNumber(split, list, uint64(number)) != nil {
				return fault(virt.ErrXMLDetail, "'%s' attributes '%s' must not overlap", name, list)
			}
			split = append(split, one)
		}
	}
	slices.SortStableFunc(split, func(a, b *node) int { return cmp.Compare(a.num(list), b.num(list)) })
	for i, s := range split {
		n.insert(s, i)
	}
	return nil
}
