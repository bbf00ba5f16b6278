package test

import (
	"slices"

	"github.com/virgo-vm/virgo/lib/virt"
)

// definition is the description of a moment in a domain's life: of a snapshot or
// of a checkpoint.
type definition interface {
	Name() string
	Parent() string
	SetParent(name string)
}

// moment is a moment that a domain remembers. The newest of its children comes
// first, as libvirt lists them.
type moment[D definition] struct {
	def    D
	parent *moment[D] // for moments without one, the root of the tree, which is none itself
	kids   []*moment[D]
}

// moments are the moments of one kind that a domain remembers. The zero value is
// none, and ready to use.
type moments[D definition] struct {
	root    moment[D]
	current *moment[D] // the one that the domain goes on from, nil for none
}

// all returns all moments, parents before their children.
func (ms *moments[D]) all() []*moment[D] { return ms.root.descendants() }

// descendants returns all moments below m, parents before their children.
func (m *moment[D]) descendants() []*moment[D] { return m.appendBelow(nil) }

func (m *moment[D]) appendBelow(list []*moment[D]) []*moment[D] {
	for _, k := range m.kids {
		list = k.appendBelow(append(list, k))
	}
	return list
}

// find returns the moment of that name, nil for none.
func (ms *moments[D]) find(name string) *moment[D] {
	list := ms.all()
	if i := slices.IndexFunc(list, func(m *moment[D]) bool { return m.def.Name() == name }); i >= 0 {
		return list[i]
	}
	return nil
}

// parentOf returns the moment that m is based on, nil for none.
func (ms *moments[D]) parentOf(m *moment[D]) *moment[D] {
	if m.parent == &ms.root {
		return nil
	}
	return m.parent
}

// make adds a new moment, which is based on the current one and becomes that.
func (ms *moments[D]) make(def D) (*moment[D], error) {
	if ms.find(def.Name()) != nil {
		return nil, virt.Errorf(virt.FromDomain, virt.ErrOperationFailed, "domain moment %s already exists", def.Name())
	}
	if ms.current != nil {
		def.SetParent(ms.current.def.Name())
	}
	m := &moment[D]{def: def}
	ms.link(m)
	ms.current = m
	return m, nil
}

// checkParent refuses a parent that is not there or would be its own ancestor.
func (ms *moments[D]) checkParent(def D) error {
	name := def.Parent()
	if name == "" {
		return nil
	}
	if name == def.Name() {
		return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, "cannot set moment %s as its own parent", name)
	}
	parent := ms.find(name)
	if parent == nil {
		return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, "parent %s for moment %s not found", name, def.Name())
	}
	for m := parent; m != &ms.root; m = m.parent {
		if m.def.Parent() == def.Name() {
			return virt.Errorf(virt.FromDomain, virt.ErrInvalidArg, "parent %s would create cycle to %s", m.def.Name(), def.Name())
		}
	}
	return nil
}

// replace puts def in the place of m's, or adds it where m is nil. Its parent must
// have passed checkParent.
func (ms *moments[D]) replace(m *moment[D], def D) *moment[D] {
	if m == nil {
		m = &moment[D]{}
	} else {
		m.unlink()
	}
	m.def = def
	ms.link(m)
	return m
}

// link puts m where its definition says.
func (ms *moments[D]) link(m *moment[D]) {
	m.parent = &ms.root
	if p := ms.find(m.def.Parent()); p != nil {
		m.parent = p
	}
	m.parent.kids = slices.Insert(m.parent.kids, 0, m)
}

func (m *moment[D]) unlink() {
	m.parent.kids = slices.DeleteFunc(m.parent.kids, func(x *moment[D]) bool { return x == m })
}

// remove forgets m; its children are its parent's then.
func (ms *moments[D]) remove(m *moment[D]) {
	m.unlink()
	parent := ""
	if p := ms.parentOf(m); p != nil {
		parent = p.def.Name()
	}
	for _, k := range m.kids {
		k.parent = m.parent
		k.def.SetParent(parent)
	}
	m.parent.kids = append(m.kids, m.parent.kids...)
	if ms.current == m {
		ms.current = ms.parentOf(m)
	}
}

// delete forgets m, or it and all that is based on it, or only the latter.
func (ms *moments[D]) delete(m *moment[D], children, childrenOnly bool) {
	if children || childrenOnly {
		ms.removeBelow(m, children)
	} else {
		ms.remove(m)
	}
}

// removeBelow forgets all that is based on m, and m itself where that is asked for.
// The domain goes on from what is left.
func (ms *moments[D]) removeBelow(m *moment[D], itself bool) {
	if slices.Contains(m.descendants(), ms.current) {
		ms.current = m
	}
	m.kids = nil
	if itself {
		ms.remove(m)
	}
}

// listBelow is the flag of the lists of moments for all that is based on one, or,
// in those of a domain, for what is based on none.
const listBelow = uint32(virt.DomainSnapshotListDescendants)

// list returns the moments of a domain (from is nil) or those based on one of
// them, as far as the flags pick them.
func (ms *moments[D]) list(from *moment[D], flags uint32, groups [][]filter[moment[D]]) []*moment[D] {
	var list []*moment[D]
	switch below := flags&listBelow != 0; {
	case from == nil && below:
		list = ms.root.kids
	case from == nil:
		list = ms.all()
	case below:
		list = from.descendants()
	default:
		list = from.kids
	}
	return pick(list, flags, groups)
}

// leafFilters pick moments by whether others are based on them. Both flags
// together pick none.
func leafFilters[D definition](leaves, noLeaves uint32) [][]filter[moment[D]] {
	return [][]filter[moment[D]]{
		{{leaves, func(m *moment[D]) bool { return len(m.kids) == 0 }}},
		{{noLeaves, func(m *moment[D]) bool { return len(m.kids) > 0 }}},
	}
}
