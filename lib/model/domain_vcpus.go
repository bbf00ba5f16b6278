package model

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// SetVcpus sets the number of virtual CPUs that the guest has, at least 1 and at
// most MaxVcpus.
func (d *Domain) SetVcpus(count int) {
	v := d.n.child("vcpu")
	if count == d.MaxVcpus() {
		v.unset("current")
		return
	}
	v.set("current", itoa(count))
}

// SetMaxVcpus sets the number of virtual CPUs that the guest can have, at least
// 1. The number that it has shrinks with it, and what concerned the CPUs that
// are gone goes.
func (d *Domain) SetMaxVcpus(count int) {
	current := min(d.Vcpus(), count)
	d.n.child("vcpu").setBody(itoa(count))
	d.SetVcpus(current)
	tune := d.n.child("cputune")
	for _, p := range tune.children("vcpupin") {
		if p.num("vcpu") >= uint64(count) {
			tune.remove(p)
		}
	}
}

// VcpuPins returns the host CPUs of each virtual CPU that is pinned, as a list:
// "0-3,7".
func (d *Domain) VcpuPins() map[int]string {
	pins := map[int]string{}
	for _, p := range d.n.child("cputune").children("vcpupin") {
		pins[int(p.num("vcpu"))] = p.get("cpuset")
	}
	return pins
}

// PinVcpu sets the host CPUs that a virtual CPU may run on.
func (d *Domain) PinVcpu(vcpu int, cpus virt.CPUMap) {
	tune := d.n.ensure("cputune")
	pins := tune.children("vcpupin")
	at := slices.IndexFunc(pins, func(p *node) bool { return p.num("vcpu") >= uint64(vcpu) })
	if at < 0 {
		at = len(pins)
	}
	if at == len(pins) || pins[at].num("vcpu") != uint64(vcpu) {
		pin := newNode(tune.row.kids[tune.kidSlot("vcpupin")], tune)
		pin.set("vcpu", itoa(vcpu))
		tune.insert(pin, at)
	}
	tune.children("vcpupin")[at].set("cpuset", cpus.String())
}

// VcpuPlacement returns the host CPUs that all of the domain may run on, as a
// list; it is empty where that is not restricted.
func (d *Domain) VcpuPlacement() string { return d.n.child("vcpu").get("cpuset") }

// EmulatorPin returns the host CPUs that the hypervisor's own threads may run on,
// as a list; it is empty where they are not pinned.
func (d *Domain) EmulatorPin() string { return attrOf(d.n.child("cputune", "emulatorpin"), "cpuset") }

// PinEmulator sets the host CPUs that the hypervisor's own threads may run on, at
// least one.
func (d *Domain) PinEmulator(cpus virt.CPUMap) {
	d.n.ensure("cputune").ensure("emulatorpin").set("cpuset", cpus.String())
}
