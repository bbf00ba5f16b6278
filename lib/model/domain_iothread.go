package model

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/virgo-vm/virgo/lib/virt"
)

// IOThread is a thread for the disks of a domain.
type IOThread struct {
	ID   uint32
	CPUs string // the host CPUs that it may run on, as a list; empty where it is not pinned
}

// IOThreads returns the threads for disks in the order of the definition.
func (d *Domain) IOThreads() []IOThread {
	var threads []IOThread
	for _, t := range d.n.child("iothreadids").children("iothread") {
		id := t.num("id")
		pin := d.iothreadPin(id)
		threads = append(threads, IOThread{uint32(id), attrOf(pin, "cpuset")})
	}
	return threads
}

func (d *Domain) iothreadPin(id uint64) *node {
	return findNumber(d.n.child("cputune").children("iothreadpin"), "iothread", id)
}

// findNumber returns the first of the elements that has a number in an attribute,
// or nil.
func findNumber(list []*node, attr string, number uint64) *node {
	i := slices.IndexFunc(list, func(n *node) bool { return n.num(attr) == number })
	if i < 0 {
		return nil
	}
	return list[i]
}

// AddIOThread adds a thread for disks.
func (d *Domain) AddIOThread(id uint32) error {
	ids := d.n.ensure("iothreadids")
	if findNumber(ids.children("iothread"), "id", uint64(id)) != nil {
		return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, "an IOThread is already using iothread_id '%d'", id)
	}
	ids.add("iothread").set("id", utoa(uint64(id)))
	d.countIOThreads()
	return nil
}

// RemoveIOThread removes a thread for disks, and what concerned it. No disk and
// no controller may use it.
func (d *Domain) RemoveIOThread(id uint32) error {
	wrong := func(format string, args ...any) error {
		return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, format, args...)
	}
	ids := d.n.child("iothreadids")
	thread := findNumber(ids.children("iothread"), "id", uint64(id))
	if thread == nil {
		return wrong("cannot find IOThread '%d' in iothreadids list", id)
	}
	devices := d.n.child("devices")
	for _, disk := range devices.children("disk") {
		if attrOf(disk.child("driver"), "iothread") == utoa(uint64(id)) {
			return wrong("cannot remove IOThread %d since it is being used by disk '%s'", id, attrOf(disk.child("target"), "dev"))
		}
	}
	for _, controller := range devices.children("controller") {
		if attrOf(controller.child("driver"), "iothread") == utoa(uint64(id)) {
			return wrong("cannot remove IOThread '%d' since it is being used by controller", id)
		}
	}
	ids.remove(thread)
	tune := d.n.child("cputune")
	for _, n := range tune.children("iothreadpin") {
		if n.num("iothread") == uint64(id) {
			tune.remove(n)
		}
	}
	for _, n := range tune.children("iothreadsched") {
		if n.get("iothreads") == utoa(uint64(id)) {
			tune.remove(n)
		}
	}
	d.countIOThreads()
	return nil
}

// countIOThreads makes the number of threads for disks that of their list.
func (d *Domain) countIOThreads() {
	d.n.setNumber("iothreads", uint64(len(d.n.child("iothreadids").children("iothread"))))
}

// PinIOThread sets the host CPUs that a thread for disks may run on. It returns
// false where there is no such thread.
func (d *Domain) PinIOThread(id uint32, cpus virt.CPUMap) bool {
	thread := findNumber(d.n.child("iothreadids").children("iothread"), "id", uint64(id))
	if thread == nil {
		return false
	}
	thread.made = false
	pin := d.iothreadPin(uint64(id))
	if pin == nil {
		pin = d.n.ensure("cputune").add("iothreadpin")
		pin.set("iothread", utoa(uint64(id)))
	}
	pin.set("cpuset", cpus.String())
	sortByIOThread(d.n)
	return true
}

// fillIOThreads makes the number of threads for disks and the list of their ids
// agree. Threads that are only counted get the ids from 1 on.
func fillIOThreads(n *node, _ *Options) error {
	given := n.child("iothreadids").children("iothread")
	used := map[uint64]bool{}
	for _, t := range given {
		id := t.num("id")
		if used[id] {
			return xmlFault("duplicate iothread id '%d' found", id)
		}
		used[id] = true
	}
	want, _ := strconv.Atoi(bodyOf(n.child("iothreads"))) // absent: 0
	for id := uint64(1); len(used) < want; id++ {
		if !used[id] {
			used[id] = true
			t := n.ensure("iothreadids").add("iothread")
			t.set("id", utoa(id))
			t.made = len(given) == 0
		}
	}
	n.setNumber("iothreads", uint64(len(used)))
	if err := checkIOThreadUses(n.child("cputune"), used); err != nil {
		return err
	}
	sortByIOThread(n)
	return nil
}

// checkIOThreadUses refuses to schedule or pin a thread that is not there, and to
// pin one twice.
func checkIOThreadUses(tune *node, known map[uint64]bool) error {
	pinned := map[uint64]bool{}
	for _, pin := range tune.children("iothreadpin") {
		id := pin.num("iothread")
		switch {
		case !known[id]:
			return errNoIOThread(id)
		case pinned[id]:
			return fault(virt.ErrInternalError, "duplicate iothreadpin for same iothread '%d'", id)
		}
		pinned[id] = true
	}
	for _, sched := range tune.children("iothreadsched") {
		if id := sched.num("iothreads"); !known[id] {
			return errNoIOThread(id)
		}
	}
	return nil
}

func errNoIOThread(id uint64) error { return unsupported("Cannot find 'iothread' : %d", id) }

// sortByIOThread brings what concerns single threads into the order of the
// threads.
func sortByIOThread(n *node) {
	threads := n.child("iothreadids").children("iothread")
	place := map[uint64]int{}
	for i, t := range threads {
		place[t.num("id")] = i
	}
	tune := n.child("cputune")
	for name, attr := range map[string]string{"iothreadpin": "iothread", "iothreadsched": "iothreads"} {
		slices.SortStableFunc(tune.children(name), func(a, b *node) int { return cmp.Compare(place[a.num(attr)], place[b.num(attr)]) })
	}
}

// unnamed reports whether the user named none of the threads in a list, only
// their number.
func unnamed(n *node) bool {
	return !slices.ContainsFunc(n.children("iothread"), func(t *node) bool { return !t.made })
}
