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
	return composeWith(e,
		strings.NewReplacer("&", "&amp;", "<", "&lt;", "'", "&apos;"),
		strings.NewReplacer("&", "&amp;", "<", "&lt;", "]]>", "]]&gt;"))
}

// composeEscaped is compose for the documents in which virsh escapes what it puts
// in: every character that can mean something, in text as in attributes.
func composeEscaped(e *etree.Element) string {
	all := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&apos;", `"`, "&quot;")
	return composeWith(e, all, all)
}

func composeWith(e *etree.Element, attr, text *strings.Replacer) string {
	var b strings.Builder
	composer{&b, attr, text}.element(e, "")
	return b.String()
}

// A composer writes elements, with its own ways to escape attributes and text.
type composer struct {
	b          *strings.Builder
	attr, text *strings.Replacer
}

func (c composer) element(e *etree.Element, indent string) {
	c.b.WriteString(indent + "<" + e.FullTag())
	for _, a := range e.Attr {
		c.b.WriteString(" " + a.FullKey() + "='" + c.attr.Replace(a.Value) + "'")
	}
	children := e.ChildElements()
	switch {
	case len(children) > 0:
		c.b.WriteString(">\n")
		for _, child := range children {
			c.element(child, indent+"  ")
		}
		c.b.WriteString(indent)
	case e.Text() != "":
		c.b.WriteString(">" + c.text.Replace(e.Text()))
	default:
		c.b.WriteString("/>\n")
		return
	}
	c.b.WriteString("</" + e.FullTag() + ">\n")
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
