package xmledit

import (
	"strings"

	"github.com/beevik/etree"
)

// compose returns an element that was built from options as virsh writes those:
// attributes in single quotes, two blanks per level, an element with text on one
// line, and a newline at the end.
//
// differs from virsh: what would end the text or the attribute is escaped. virsh
// escapes nothing, so that a name with an & makes XML that no host reads, and one
// with a < adds elements.
func compose(e *etree.Element) string {
	var b strings.Builder
	composeElement(&b, e, "")
	return b.String()
}

func composeElement(b *strings.Builder, e *etree.Element, indent string) {
	b.WriteString(indent + "<" + e.FullTag())
	for _, a := range e.Attr {
		b.WriteString(" " + a.FullKey() + "='" + strings.NewReplacer("&", "&amp;", "<", "&lt;", "'", "&apos;").Replace(a.Value) + "'")
	}
	children := e.ChildElements()
	switch {
	case len(children) > 0:
		b.WriteString(">\n")
		for _, c := range children {
			composeElement(b, c, indent+"  ")
		}
		b.WriteString(indent)
	case e.Text() != "":
		b.WriteString(">" + strings.NewReplacer("&", "&amp;", "<", "&lt;", "]]>", "]]&gt;").Replace(e.Text()))
	default:
		b.WriteString("/>\n")
		return
	}
	b.WriteString("</" + e.FullTag() + ">\n")
}

// add appends a child to e, with the attributes that pairs of names and values
// give. An empty value gives none.
func add(e *etree.Element, tag string, attrs ...string) *etree.Element {
	c := e.CreateElement(tag)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			c.CreateAttr(attrs[i], attrs[i+1])
		}
	}
	return c
}

// addText appends a child to e that holds text, if there is any.
func addText(e *etree.Element, tag, text string) {
	if text != "" {
		e.CreateElement(tag).SetText(text)
	}
}
