package model

import (
	"slices"
	"strconv"
	"time"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// What the descriptions of snapshots and of checkpoints have in common: a name, a
// time, a parent and the definition of the domain.

// takeChild takes the children of that name out of an element, and returns the
// first of them, nil for none.
func takeChild(doc *dom.Node, name string) *dom.Node {
	var first *dom.Node
	doc.Kids = slices.DeleteFunc(doc.Kids, func(k *dom.Node) bool {
		if k.Is(name) && first == nil {
			first = k
		}
		return k.Is(name)
	})
	return first
}

func attrText(d *dom.Node, name string) string {
	v, _ := d.Attr(name) // absent: empty
	return v
}

// newMoment removes from a description what only that of a moment that was made
// has, and names the moment after the time where it has no name.
func newMoment(n *node) {
	for _, name := range []string{"state", "parent", "creationTime"} {
		if k := n.child(name); k != nil {
			n.remove(k)
		}
	}
	now := strconv.FormatInt(time.Now().Unix(), 10)
	n.ensure("creationTime").setBody(now)
	if bodyOf(n.child("name")) == "" {
		n.ensure("name").setBody(now)
	}
}

// checkMoment checks name and time of a moment that was made elsewhere. what is
// its kind.
func checkMoment(n *node, what string) error {
	if bodyOf(n.child("name")) == "" {
		return xmlFault("a redefined %s must have a name", what)
	}
	at, wrong := int64s(bodyOf(n.child("creationTime")))
	if wrong != "" {
		return fault(virt.ErrInternalError, "missing creationTime from existing %s", what)
	}
	if created := n.child("creationTime"); at == "0" { // libvirt takes that for none
		n.remove(created)
	} else {
		created.setBody(at)
	}
	return nil
}

// setParent sets or, empty, removes the name of the parent.
func setParent(n *node, name string) {
	if name != "" {
		n.ensure("parent").ensure("name").setBody(name)
	} else if k := n.child("parent"); k != nil {
		n.remove(k)
	}
}

// definitionIn returns a copy of the definition of the domain in a description,
// nil for none.
func definitionIn(n *node) *Domain {
	if d := n.child("domain"); d != nil {
		return &Domain{d.clone(nil)}
	}
	return nil
}

// setDefinition puts a copy of a definition of the domain into a description, as
// the element of that name.
func setDefinition(n *node, name string, d *Domain) {
	if k := n.child(name); k != nil {
		n.remove(k)
	}
	i := n.kidSlot(name)
	c := d.n.clone(n)
	c.row = n.row.kids[i]
	c.unset("id")
	n.kids[i] = []*node{c}
}
