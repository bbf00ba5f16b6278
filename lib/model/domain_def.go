package model

import (
	"strconv"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Domain is the definition of a domain.
type Domain struct{ n *node }

// ParseDomain reads a domain's document and fills it in. Errors are
// *virt.Error, as libvirt words them.
func ParseDomain(xml string, o Options) (*Domain, error) {
	doc, err := domainObject().parse(xml)
	if err != nil {
		return nil, err
	}
	return DomainFrom(doc, o)
}

// DomainFrom is ParseDomain for an element of a larger document.
func DomainFrom(x *dom.Node, o Options) (*Domain, error) {
	if err := domainObject().accept(x, o.Strict); err != nil {
		return nil, err
	}
	return buildDomain(x, o)
}

func buildDomain(x *dom.Node, o Options) (*Domain, error) {
	object := domainObject()
	n, err := object.build(x)
	if err != nil {
		return nil, err
	}
	if o.Extra != nil {
		if err := o.Extra(x); err != nil {
			return nil, err
		}
	}
	if err := fillDomain(n, &o); err != nil {
		return nil, object.own(err)
	}
	return &Domain{n}, nil
}

// XML writes the definition.
func (d *Domain) XML(f Form) string { return d.n.text(f) }

// Clone returns a copy.
func (d *Domain) Clone() *Domain { return &Domain{d.n.clone(nil)} }

// Copy returns a copy of what the next start would use. As libvirt's, it is made by
// writing the definition and reading that, which may put disks into another order.
// o is as for ParseDomain.
func (d *Domain) Copy(o Options) (*Domain, error) {
	o.Strict = false
	return ParseDomain(d.XML(Form{Inactive: true, Secure: true}), o)
}

// Name returns the domain's name.
func (d *Domain) Name() string { return bodyOf(d.n.child("name")) }

// SetName gives the domain another name, one that it may have.
func (d *Domain) SetName(name string) { d.n.child("name").setBody(name) }

// UUID returns the domain's UUID.
func (d *Domain) UUID() virt.UUID { return uuidOf(d.n) }

// Type returns the kind of virtualization: kvm, qemu, test, …
func (d *Domain) Type() string { return d.n.get("type") }

// SetID sets the id that the form of a running domain shows; below 0 none.
func (d *Domain) SetID(id int) {
	if id < 0 {
		d.n.unset("id")
		return
	}
	d.n.set("id", strconv.Itoa(id))
}

// OSType returns how the guest is virtualized: hvm, linux, xen, exe, …
func (d *Domain) OSType() string { return bodyOf(d.n.child("os", "type")) }

// MaxMemory returns the memory of the guest in KiB, without what can be plugged.
func (d *Domain) MaxMemory() uint64 { return d.n.kidNum("memory") }

// Memory returns the memory that the guest has now, in KiB.
func (d *Domain) Memory() uint64 { return d.n.kidNum("currentMemory") }

// SetMaxMemory sets the memory of the guest in KiB; the current memory shrinks
// with it.
func (d *Domain) SetMaxMemory(kib uint64) {
	d.n.child("memory").setBody(utoa(kib))
	d.SetMemory(min(d.Memory(), kib))
}

// SetMemory sets the memory that the guest has now, in KiB.
func (d *Domain) SetMemory(kib uint64) { d.n.child("currentMemory").setBody(utoa(kib)) }

// MaxVcpus returns the number of virtual CPUs that the guest can have.
func (d *Domain) MaxVcpus() int { return int(d.n.kidNum("vcpu")) }

// Vcpus returns the number of virtual CPUs that the guest has.
func (d *Domain) Vcpus() int {
	if v := d.n.child("vcpu"); v.has("current") {
		return int(v.num("current"))
	}
	return d.MaxVcpus()
}

// Disk is what a driver wants to know of a disk.
type Disk struct {
	Device string // disk, cdrom, floppy or lun
	Target string // the name in the guest: vda
	Source string // the file or device, empty for an empty drive or a network disk
}

// Disks returns the disks in the order of the definition.
func (d *Domain) Disks() []Disk {
	var disks []Disk
	for _, n := range d.n.child("devices").children("disk") {
		src := n.child("source")
		disks = append(disks, Disk{Device: n.get("device"), Target: n.child("target").get("dev"), Source: attrOf(src, "file") + attrOf(src, "dev") + attrOf(src, "dir")})
	}
	return disks
}

// HasBalloon reports whether the guest has a memory balloon.
func (d *Domain) HasBalloon() bool {
	m := attrOf(d.n.child("devices", "memballoon"), "model")
	return m != "" && m != "none"
}

// SetBalloonPeriod sets how often in seconds the guest's memory balloon tells its
// numbers; 0 is never. There must be one.
func (d *Domain) SetBalloonPeriod(seconds int) {
	balloon := d.n.child("devices", "memballoon")
	if seconds > 0 {
		balloon.ensure("stats").set("period", itoa(seconds))
	} else if k := balloon.child("stats"); k != nil {
		balloon.remove(k)
	}
}

// Interface is what a driver wants to know of a network interface.
type Interface struct {
	Type   string // network, bridge, user, …
	MAC    string
	Target string // the name on the host
	Source string // the network or bridge
}

// Interfaces returns the interfaces in the order of the definition.
func (d *Domain) Interfaces() []Interface {
	var list []Interface
	for _, n := range d.n.child("devices").children("interface") {
		src := n.child("source")
		list = append(list, Interface{
			Type: n.get("type"), MAC: attrOf(n.child("mac"), "address"), Target: attrOf(n.child("target"), "dev"),
			Source: attrOf(src, "network") + attrOf(src, "bridge"),
		})
	}
	return list
}

// NameInterfaces gives each interface without a name on the host one that
// starts with prefix and is free in this domain.
func (d *Domain) NameInterfaces(prefix string) {
	used := map[string]bool{}
	for _, i := range d.Interfaces() {
		used[i.Target] = true
	}
	next := 0
	for _, n := range d.n.child("devices").children("interface") {
		if attrOf(n.child("target"), "dev") != "" {
			continue
		}
		for used[prefix+strconv.Itoa(next)] {
			next++
		}
		name := prefix + strconv.Itoa(next)
		used[name] = true
		n.ensure("target").set("dev", name)
	}
}
