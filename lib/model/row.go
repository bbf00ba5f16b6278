package model

import (
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// row describes one element: the attributes and the children that are kept of
// it, in the order in which they are written. What no row names is dropped.
//
// The tables are built by functions, one per object kind, from el, at and the
// options below. Parts of a row that depend on each other are read in the order
// of the table, attributes before children.
type row struct {
	name  string
	attrs []*attr
	kids  []*row
	text  *attr // the element's own text, read and checked like an attribute

	when    func(parent *node) bool  // whether the row applies; nil for always
	many    bool                     // may be repeated; of the others the first counts
	always  bool                     // made when it is not there
	keep    bool                     // written even when nothing is in it
	open    bool                     // written with an end tag even when nothing is in it
	gap     bool                     // written with a blank before the slash when nothing is in it
	hide    func(form) bool          // forms in which it is not written
	mute    func(*node) bool         // elements that are kept and not written
	foreign bool                     // keeps metadata of foreign namespaces as it came
	missing func(parent *node) error // what to say when it is not there; nil: it is optional
	early   func(*node) error        // what a table cannot say of the attributes; runs before the children are read
	check   func(*node) error        // what a table cannot say; runs when the element has been read
}

// attr describes one attribute, or the text of an element.
type attr struct {
	name     string
	kind     kind
	def      string // value when it is not there; empty for none
	drop     string // value that is not written, and of a text not the element either; empty for none
	when     func(*node) bool
	hide     func(form) bool // forms in which it is not written
	required bool
	missing  func(*node) error                 // makes it required, with an error of its own
	bad      func(n *node, value string) error // replaces the kind's error
}

// part is something that a row is made of.
type part interface{ add(*row) }

func (a *attr) add(r *row) { r.attrs = append(r.attrs, a) }
func (r *row) add(p *row)  { p.kids = append(p.kids, r) }

// option is a property of a row.
type option func(*row)

func (o option) add(r *row) { o(r) }

// rows is a part that stands for several.
type rows []part

func (rs rows) add(r *row) {
	for _, p := range rs {
		p.add(r)
	}
}

// el makes a row.
func el(name string, parts ...part) *row {
	r := &row{name: name}
	rows(parts).add(r)
	return r
}

// attrOption is a property of an attribute.
type attrOption func(*attr)

// at makes an attribute.
func at(name string, k kind, opts ...attrOption) *attr {
	a := &attr{name: name, kind: k}
	for _, o := range opts {
		o(a)
	}
	return a
}

// text gives a row a text of its own.
func text(k kind, opts ...attrOption) part {
	return option(func(r *row) { r.text = at("", k, opts...) })
}

// strs makes attributes that are plain texts.
func strs(names ...string) part {
	var rs rows
	for _, n := range names {
		rs = append(rs, at(n, str))
	}
	return rs
}

// attrsOf makes attributes of one kind.
func attrsOf(k kind, names ...string) part {
	var rs rows
	for _, n := range names {
		rs = append(rs, at(n, k))
	}
	return rs
}

var (
	many   = option(func(r *row) { r.many = true })
	always = option(func(r *row) { r.always = true })
	keep   = option(func(r *row) { r.keep = true })
	open   = option(func(r *row) { r.open, r.keep = true, true })
	gap    = option(func(r *row) { r.gap = true })
)

func check(f func(*node) error) part { return option(func(r *row) { r.check = f }) }

func early(f func(*node) error) part { return option(func(r *row) { r.early = f }) }

func mute(f func(*node) bool) part { return option(func(r *row) { r.mute = f }) }

func when(f func(parent *node) bool) part { return option(func(r *row) { r.when = f }) }

// need makes a row required.
func need(code virt.ErrorNumber, format string, args ...any) part {
	return option(func(r *row) { r.missing = func(*node) error { return fault(code, format, args...) } })
}

func def(v string) attrOption  { return func(a *attr) { a.def = v } }
func drop(v string) attrOption { return func(a *attr) { a.drop = v } }

func whenAttr(f func(*node) bool) attrOption { return func(a *attr) { a.when = f } }

// required makes an attribute required, with the error of the XML reader.
func required(a *attr) { a.required = true }

// needed makes an attribute required, with an error of its own.
func needed(code virt.ErrorNumber, format string, args ...any) attrOption {
	return func(a *attr) { a.missing = func(*node) error { return fault(code, format, args...) } }
}

// bad gives the error for a value that the kind refuses. %s in format, if it is
// there, becomes the value.
func bad(code virt.ErrorNumber, format string) attrOption {
	return func(a *attr) {
		a.bad = func(_ *node, v string) error { return fault(code, "%s", strings.Replace(format, "%s", v, 1)) }
	}
}

// live and secret name the forms in which an attribute is shown.
func live(a *attr)   { a.hide = func(f form) bool { return f.Inactive } }
func secret(a *attr) { a.hide = func(f form) bool { return !f.Secure } }

var secretRow = option(func(r *row) { r.hide = func(f form) bool { return !f.Secure } })

// is makes the condition that an attribute has one of the values.
func is(name string, values ...string) func(*node) bool {
	return func(n *node) bool {
		got := n.get(name)
		for _, v := range values {
			if got == v {
				return true
			}
		}
		return false
	}
}

// not inverts a condition.
func not(f func(*node) bool) func(*node) bool { return func(n *node) bool { return !f(n) } }

// up makes a condition on the parent of a node.
func up(f func(*node) bool) func(*node) bool {
	return func(n *node) bool { return n.parent != nil && f(n.parent) }
}
