package model

import (
	"github.com/virgo-vm/virgo/lib/virt"
)

// fillDomain checks what concerns several elements and fills in what a user may
// leave out.
func fillDomain(n *node, o *Options) error {
	if err := checkName(n); err != nil {
		return err
	}
	o.fillUUID(n)
	for _, f := range []func(*node, *Options) error{
		fillMemory, fillVcpus, fillOS, fillDisks, fillControllers, fillInterfaces, fillConsoles, fillVideos, fillDevices,
	} {
		if err := f(n, o); err != nil {
			return err
		}
	}
	return nil
}

// fillMemory sets the size, where there is none, to what the NUMA cells add up
// to, and the current size.
func fillMemory(n *node, _ *Options) error {
	memory, current := n.child("memory"), n.child("currentMemory")
	if cells := n.child("cpu", "numa").children("cell"); len(cells) > 0 && n.kidNum("memory") == 0 {
		var sum uint64
		for _, c := range cells {
			sum += c.num("memory")
		}
		memory.set("unit", "KiB")
		memory.setBody(utoa(sum))
	}
	size := n.kidNum("memory")
	if size == 0 {
		return xmlFault("Memory size must be specified via <memory> or in the <numa> configuration")
	}
	if now := n.kidNum("currentMemory"); now == 0 || now > size {
		current.set("unit", "KiB")
		current.setBody(utoa(size))
	}
	return nil
}

func fillVcpus(n *node, _ *Options) error {
	vcpus := n.kidNum("vcpu")
	most := -1
	for _, c := range n.child("cpu", "numa").children("cell") {
		if set, _ := parseCPUList(c.get("cpus")); len(set) > 0 {
			most = max(most, set[len(set)-1])
		}
	}
	if vcpus == 0 || most >= int(vcpus) {
		return fault(virt.ErrInternalError, "CPU IDs in <numa> exceed the <vcpu> count")
	}
	if t := n.child("cpu", "topology"); t != nil {
		if t.num("sockets")*t.num("dies")*t.num("cores")*t.num("threads") != vcpus {
			return unsupported("CPU topology doesn't match maximum vcpu count")
		}
	}
	return nil
}

func fillOS(n *node, o *Options) error {
	os := n.child("os")
	typ := os.child("type")
	if !typ.has("arch") && o.Arch != "" {
		typ.set("arch", o.Arch)
	}
	if typ.body.s == "hvm" && len(os.children("boot")) == 0 && !n.bootsByOrder() {
		os.add("boot").set("dev", "hd")
	}
	if typ.body.s == "exe" && os.child("init") == nil {
		return xmlFault("init binary must be specified")
	}
	return nil
}

// bootsByOrder reports whether a device has a place in the boot order of its
// own.
func (n *node) bootsByOrder() bool {
	devices := n.child("devices")
	for _, name := range []string{"disk", "interface", "hostdev", "redirdev"} {
		for _, d := range devices.children(name) {
			if d.child("boot") != nil {
				return true
			}
		}
	}
	return false
}

// fillInterfaces gives interfaces their MAC addresses.
func fillInterfaces(n *node, o *Options) error {
	for _, d := range n.child("devices").children("interface") {
		if m := d.ensure("mac"); !m.has("address") {
			m.set("address", o.mac())
		}
	}
	return nil
}

// fillDevices fills in the rest of the devices.
func fillDevices(n *node, _ *Options) error {
	devices := n.child("devices")
	if len(devices.children("memballoon")) > 1 {
		return fault(virt.ErrInternalError, "only a single memory balloon device is supported")
	}
	for i, d := range devices.children("smartcard") {
		if d.child("address") == nil {
			a := d.add("address")
			a.set("type", "ccid")
			a.set("controller", "0")
			a.set("slot", itoa(i))
		}
	}
	return nil
}
