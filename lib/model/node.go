package model

import (
	"slices"
	"strconv"

	"github.com/virgo-vm/virgo/lib/model/dom"
)

// node is an element of a definition: what its row keeps of it, checked and
// filled in. vals and kids run parallel to the row's attributes and children.
type node struct {
	row    *row
	vals   []value
	kids   [][]*node
	body   value
	raw    []*dom.Node // metadata of foreign namespaces
	rawNS  []dom.Attr  // the namespaces that these need from around them
	made   bool        // filled in where the user only gave a number of elements
	parent *node
	from   *dom.Node // what is being read, of the whole object; nil afterwards
}

// value is a text that may be absent.
type value struct {
	s  string
	ok bool
}

func newNode(r *row, parent *node) *node {
	return &node{row: r, parent: parent, vals: make([]value, len(r.attrs)), kids: make([][]*node, len(r.kids))}
}

// slot returns where an attribute of that name belongs: of several rows, the
// one that applies to this element.
func (n *node) slot(name string) int {
	if n == nil {
		return -1
	}
	for i, a := range n.row.attrs {
		if a.name == name && (a.when == nil || a.when(n)) {
			return i
		}
	}
	return -1
}

// get returns the value of an attribute, empty if it is absent.
func (n *node) get(name string) string {
	if i := n.slot(name); i >= 0 {
		return n.vals[i].s
	}
	return ""
}

// has reports whether an attribute is there.
func (n *node) has(name string) bool {
	i := n.slot(name)
	return i >= 0 && n.vals[i].ok
}

// set gives an attribute of the row a value. That the row has it is up to the
// caller.
func (n *node) set(name, v string) { n.vals[n.slot(name)] = value{v, true} }

// unset removes an attribute.
func (n *node) unset(name string) {
	if i := n.slot(name); i >= 0 {
		n.vals[i] = value{}
	}
}

// num returns an attribute that its kind has made a decimal number, 0 if absent.
func (n *node) num(name string) uint64 {
	v, _ := strconv.ParseUint(n.get(name), 0, 64) // the kind has checked it
	return v
}

func (n *node) kidSlot(name string) int {
	for i, r := range n.row.kids {
		if r.name == name && (r.when == nil || r.when(n)) {
			return i
		}
	}
	return -1
}

// child returns the element at the end of a path of names, the first of each, or
// nil. Nil has no attributes and no children.
func (n *node) child(path ...string) *node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		i := n.kidSlot(name)
		if i < 0 || len(n.kids[i]) == 0 {
			return nil
		}
		n = n.kids[i][0]
	}
	return n
}

// children returns all child elements of that name.
func (n *node) children(name string) []*node {
	if n == nil {
		return nil
	}
	if i := n.kidSlot(name); i >= 0 {
		return n.kids[i]
	}
	return nil
}

// attrOf returns an attribute of n, empty if n is nil.
func attrOf(n *node, name string) string {
	if n == nil {
		return ""
	}
	return n.get(name)
}

// bodyOf returns the text of n, empty if n is nil.
func bodyOf(n *node) string {
	if n == nil {
		return ""
	}
	return n.body.s
}

// add appends an empty child element.
func (n *node) add(name string) *node {
	i := n.kidSlot(name)
	k := newNode(n.row.kids[i], n)
	n.kids[i] = append(n.kids[i], k)
	return k
}

// ensure returns the child element, made when it is absent.
func (n *node) ensure(name string) *node {
	if k := n.child(name); k != nil {
		return k
	}
	return n.add(name)
}

// setBody gives n a text.
func (n *node) setBody(v string) *node {
	n.body = value{v, true}
	return n
}

// insert puts k, a child element made by newNode, before the at-th of its kind.
func (n *node) insert(k *node, at int) {
	i := slices.Index(n.row.kids, k.row)
	n.kids[i] = slices.Insert(n.kids[i], at, k)
}

// remove takes a child element out. Lists that children has returned stay as
// they are.
func (n *node) remove(k *node) {
	i := slices.Index(n.row.kids, k.row)
	n.kids[i] = slices.DeleteFunc(slices.Clone(n.kids[i]), func(x *node) bool { return x == k })
}

// replace puts k in the place of old, a child element of the same row.
func (n *node) replace(old, k *node) {
	kids := n.kids[slices.Index(n.row.kids, old.row)]
	kids[slices.Index(kids, old)] = k
}

// clone returns a copy that shares nothing that changes.
func (n *node) clone(parent *node) *node {
	c := *n
	c.parent = parent
	c.vals = slices.Clone(n.vals)
	c.kids = make([][]*node, len(n.kids))
	for i, kids := range n.kids {
		for _, k := range kids {
			c.kids[i] = append(c.kids[i], k.clone(&c))
		}
	}
	return &c
}
