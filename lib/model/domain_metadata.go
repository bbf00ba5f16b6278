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
	x := *m.raw[i]
	for _, ns := range m.rawNS { // what it needs from around it
		if _, ok := x.Attr(ns.Name); !ok && ns.Value == space {
			x.Attrs = append([]dom.Attr{ns}, x.Attrs...)
		}
	}
	var b strings.Builder
	x.Write(&b, 0)
	return b.String()
}

// SetMetadata replaces the metadata of a namespace by an element, given as a
// document, which gets that namespace under that prefix; an empty document
// removes it.
func (d *Domain) SetMetadata(prefix, space, xml string) error {
	var x *dom.Node
	if xml != "" {
		var err error
		if x, err = dom.Parse("metadata_xml", xml); err != nil {
			return virt.Errorf(virt.FromXML, virt.ErrXMLError, "%s", err.Error())
		}
		x.DropBlanks()
		x.Prefix, x.Space = prefix, space
		x.Attrs = append([]dom.Attr{{Name: "xmlns:" + prefix, Value: space}}, x.Attrs...)
	}
	m := d.n.ensure("metadata")
	m.raw = slices.DeleteFunc(slices.Clone(m.raw), func(y *dom.Node) bool { return y.Space == space })
	if x != nil {
		m.raw = append(m.raw, x)
	}
	return nil
}
