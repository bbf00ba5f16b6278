package model

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Title returns the domain's short description, empty for none.
func (d *Domain) Title() string { return bodyOf(d.n.child("title")) }

// SetTitle sets or, empty, removes the short description.
func (d *Domain) SetTitle(s string) { d.setText("title", s) }

// Description returns the domain's description, empty for none.
func (d *Domain) Description() string { return bodyOf(d.n.child("description")) }

// SetDescription sets or, empty, removes the description.
func (d *Domain) SetDescription(s string) { d.setText("description", s) }

func (d *Domain) setText(name, s string) {
	if s != "" {
		d.n.ensure(name).setBody(s)
	} else if k := d.n.child(name); k != nil {
		d.n.remove(k)
	}
}

// Metadata returns the metadata of a namespace as a document, empty for none.
func (d *Domain) Metadata(space string) string {
	m := d.n.child("metadata")
	if m == nil {
		return ""
	}
	i := slices.IndexFunc(m.raw, func(x *dom.Node) bool { return x.Space == space })
	if i < 0 {
		return ""
	}
	var b strings.Builder
	withoutSpace(m.raw[i], space).Write(&b, 0)
	return b.String()
}

// withoutSpace returns a copy of x in which the elements of a namespace are in
// none.
func withoutSpace(x *dom.Node, space string) *dom.Node {
	c := *x
	if c.Space == space {
		c.Prefix, c.Space = "", ""
	}
	c.Attrs = slices.DeleteFunc(slices.Clone(c.Attrs), func(a dom.Attr) bool {
		return strings.HasPrefix(a.Name, "xmlns") && a.Value == space
	})
	c.Kids = nil
	for _, k := range x.Kids {
		c.Kids = append(c.Kids, withoutSpace(k, space))
	}
	return &c
}

// intoSpace puts the elements of no namespace into one.
func intoSpace(x *dom.Node, prefix, space string) {
	if x.Kind != dom.Element {
		return
	}
	if x.Space == "" {
		x.Prefix, x.Space = prefix, space
	}
	for _, k := range x.Kids {
		intoSpace(k, prefix, space)
	}
}

// SetMetadata replaces the metadata of a namespace by an element, given as a
// document, which gets that namespace under that prefix.
func (d *Domain) SetMetadata(prefix, space, xml string) error {
	x, err := dom.Parse("metadata_xml", xml)
	if err != nil {
		return syntaxError(virt.FromDomain, err)
	}
	x.DropBlanks()
	intoSpace(x, prefix, space)
	x.Attrs = append([]dom.Attr{{Name: "xmlns:" + prefix, Value: space}}, x.Attrs...)
	d.RemoveMetadata(space)
	m := d.n.child("metadata")
	m.raw = append(m.raw, x)
	return nil
}

// RemoveMetadata removes the metadata of a namespace.
func (d *Domain) RemoveMetadata(space string) {
	m := d.n.ensure("metadata")
	m.raw = slices.DeleteFunc(slices.Clone(m.raw), func(x *dom.Node) bool { return x.Space == space })
}
