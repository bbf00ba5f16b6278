package model

import (
	"errors"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// object is a kind of object that is defined by a document.
type object struct {
	doc  string           // what libvirt calls the document in errors
	root *row             // the table
	from virt.ErrorDomain // the domain of its errors
}

// fromObject stands for the domain of the object in errors, until own puts that
// in. FromNone will not do: errors of libvirt's common code are from there.
const fromObject virt.ErrorDomain = -1

// fault returns an error from the domain of the object that is read.
func fault(code virt.ErrorNumber, format string, args ...any) error {
	return virt.Errorf(fromObject, code, format, args...)
}

func xmlFault(format string, args ...any) error {
	return fault(virt.ErrXMLError, format, args...)
}

func unsupported(format string, args ...any) error {
	return fault(virt.ErrConfigUnsupported, format, args...)
}

// parse parses a document.
func (o *object) parse(xml string) (*dom.Node, error) {
	doc, err := dom.Parse(o.doc, xml)
	if err != nil {
		return nil, syntaxError(o.from, err)
	}
	return doc, nil
}

// readElement reads an element, the root of a document or part of a larger one,
// by the table. strict refuses what the table does not know.
func (o *object) readElement(doc *dom.Node, strict bool) (*node, error) {
	if err := o.accept(doc, strict); err != nil {
		return nil, err
	}
	return o.build(doc)
}

// accept is the first half of readElement.
func (o *object) accept(doc *dom.Node, strict bool) error {
	if !doc.Is(o.root.name) && doc.QName() != o.root.name {
		return virt.Errorf(virt.FromXML, virt.ErrXMLError, "expecting root element of '%s', not '%s'", o.root.name, doc.Name)
	}
	if strict {
		return o.root.knows(doc)
	}
	return nil
}

// build is the second half of readElement.
func (o *object) build(doc *dom.Node) (*node, error) {
	n, err := readNode(o.root, nil, doc)
	if err != nil {
		return nil, o.own(err)
	}
	return n, nil
}

// own fills in the domain of an error.
func (o *object) own(err error) error {
	var e *virt.Error
	if errors.As(err, &e) && e.Domain == fromObject {
		e.Domain = o.from
	}
	return err
}

func syntaxError(from virt.ErrorDomain, err error) error {
	e := virt.Errorf(from, virt.ErrXMLDetail, "%s", err.Error())
	var s *dom.SyntaxError
	if errors.As(err, &s) {
		e.Str2, e.Int1, e.Int2 = s.Doc, int32(s.Line), int32(s.Column)
	}
	return e
}

// readNode reads what row r keeps of an element.
func readNode(r *row, parent *node, from *dom.Node) (*node, error) {
	n := newNode(r, parent)
	if parent == nil {
		n.from = from
		defer func() { n.from = nil }()
	}
	for i, a := range r.attrs {
		if a.when != nil && !a.when(n) {
			continue
		}
		v, ok := from.Attr(a.name)
		if err := n.read(&n.vals[i], a, v, ok); err != nil {
			return nil, err
		}
	}
	if r.early != nil {
		if err := r.early(n); err != nil {
			return nil, err
		}
	}
	if r.text != nil {
		if err := n.read(&n.body, r.text, from.Text(), true); err != nil {
			return nil, err
		}
	}
	for i, k := range r.kids {
		if err := n.readKids(i, k, from); err != nil {
			return nil, err
		}
	}
	if r.foreign {
		n.readForeign(from)
	}
	if r.check != nil {
		if err := r.check(n); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// read takes one value as its row says.
func (n *node) read(to *value, a *attr, v string, ok bool) error {
	if !ok || a.name == "" && v == "" {
		switch {
		case a.missing != nil:
			return a.missing(n)
		case a.required:
			return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Missing required attribute '%s' in element '%s'", a.name, n.row.name)
		case a.def != "":
			*to = value{a.def, true}
		}
		return nil
	}
	canonical, wrong := a.kind(v)
	switch {
	case wrong == "":
		*to = value{canonical, true}
		return nil
	case a.bad != nil:
		return a.bad(n, v)
	case wrong == "zero":
		return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Invalid value for attribute '%s' in element '%s': Zero is not permitted", a.name, n.row.name)
	}
	return virt.Errorf(virt.FromXML, virt.ErrXMLError, "Invalid value for attribute '%s' in element '%s': '%s'%s", a.name, n.row.name, v, wrong)
}

// readKids reads the children of one row.
func (n *node) readKids(i int, r *row, from *dom.Node) error {
	if r.when != nil && !r.when(n) {
		return nil
	}
	for _, k := range from.Kids {
		if !k.Is(r.name) {
			continue
		}
		kid, err := readNode(r, n, k)
		if err != nil {
			return err
		}
		n.kids[i] = append(n.kids[i], kid)
		if !r.many {
			return nil
		}
	}
	switch {
	case len(n.kids[i]) > 0:
	case r.missing != nil:
		return r.missing(n)
	case r.always:
		kid, err := readNode(r, n, &dom.Node{Name: r.name})
		if err != nil {
			return err
		}
		n.kids[i] = append(n.kids[i], kid)
	}
	return nil
}

// knows refuses elements and attributes below an element that no row names.
func (r *row) knows(from *dom.Node) error {
	extra := func(what, name string) error {
		return virt.Errorf(virt.FromXML, virt.ErrXMLInvalidSchema, "Element %s has extra %s: %s", from.Name, what, name)
	}
	for _, a := range from.Attrs {
		if !strings.Contains(a.Name, ":") && a.Name != "xmlns" && !slices.ContainsFunc(r.attrs, func(x *attr) bool { return x.name == a.Name }) {
			return extra("attribute", a.Name)
		}
	}
	if r.foreign {
		return nil
	}
	seen := map[string]bool{}
	for _, k := range from.Kids {
		if k.Kind != dom.Element || k.Space != "" {
			continue
		}
		err := extra("content", k.Name)
		for _, kr := range r.kids { // of several rows of that name, one must know all of it
			if kr.name == k.Name && err != nil && (kr.many || !seen[k.Name]) {
				err = kr.knows(k)
			}
		}
		seen[k.Name] = true
		if err != nil {
			return err
		}
	}
	return nil
}
