package model

import (
	"strings"
)

// form is which form of a definition is written.
type form struct {
	Inactive bool // what a start would use: without what only a running object has
	Secure   bool // with passwords
}

// escapes are those of libvirt's writer. Other control characters than blanks
// never get past the reader.
var escapes = strings.NewReplacer("<", "&lt;", ">", "&gt;", "&", "&amp;", "'", "&apos;", `"`, "&quot;")

// text returns the document below n.
func (n *node) text(f form) string {
	var b strings.Builder
	n.write(&b, f, 0)
	return b.String()
}

func (n *node) write(b *strings.Builder, f form, level int) {
	if !n.written(f) {
		return
	}
	indent(b, level)
	b.WriteString("<" + n.row.name)
	for i, a := range n.row.attrs {
		if n.shown(i, f) {
			b.WriteString(" " + a.name + "='")
			_, _ = escapes.WriteString(b, n.vals[i].s)
			b.WriteByte('\'')
		}
	}
	for _, ns := range n.rawNS {
		b.WriteString(" " + ns.Name + `="` + escapes.Replace(ns.Value) + `"`)
	}
	switch {
	case n.body.ok:
		b.WriteByte('>')
		_, _ = escapes.WriteString(b, n.body.s)
	case n.inside(f) || n.row.open:
		b.WriteString(">\n")
		n.writeInside(b, f, level+1)
		indent(b, level)
	case n.row.gap:
		b.WriteString(" />\n")
		return
	default:
		b.WriteString("/>\n")
		return
	}
	b.WriteString("</" + n.row.name + ">\n")
}

func (n *node) writeInside(b *strings.Builder, f form, level int) {
	for _, raw := range n.raw {
		indent(b, level)
		raw.Write(b, level)
		b.WriteByte('\n')
	}
	for _, kids := range n.kids {
		for _, k := range kids {
			k.write(b, f, level)
		}
	}
}

// inside reports whether anything is written between the tags of n but text.
func (n *node) inside(f form) bool {
	for _, kids := range n.kids {
		for _, k := range kids {
			if k.written(f) {
				return true
			}
		}
	}
	return len(n.raw) > 0
}

// written reports whether n appears in the form at all.
func (n *node) written(f form) bool {
	r := n.row
	if r.hide != nil && r.hide(f) || r.mute != nil && r.mute(n) || r.text != nil && r.text.drop != "" && n.body.s == r.text.drop {
		return false
	}
	if r.keep || len(r.attrs) == 0 && len(r.kids) == 0 && r.text == nil || n.body.ok || n.inside(f) {
		return true
	}
	for i := range n.vals {
		if n.shown(i, f) {
			return true
		}
	}
	return false
}

// shown reports whether the i-th attribute is written in the form.
func (n *node) shown(i int, f form) bool {
	a, v := n.row.attrs[i], n.vals[i]
	return v.ok && (a.drop == "" || v.s != a.drop) && (a.hide == nil || !a.hide(f))
}

func indent(b *strings.Builder, level int) {
	for range level {
		b.WriteString("  ")
	}
}
