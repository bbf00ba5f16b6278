package xmledit

import (
	"slices"
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
func compose(e *etree.Element) string { return composeEscaping(e) }

// composeEscaped is compose for the documents in which virsh escapes what it puts
// in: every character that can mean something, in text as in attributes. It drops
// the control characters that XML cannot hold.
func composeEscaped(e *etree.Element) string {
	return composeWith(e, func(string) escaping { return escapeAll })
}

// composeEscaping is compose for the documents in which virsh escapes only what
// it puts into the elements called tags.
func composeEscaping(e *etree.Element, tags ...string) string {
	return composeWith(e, func(tag string) escaping {
		if slices.Contains(tags, tag) {
			return escapeAll
		}
		return escapeNeeded
	})
}

func composeWith(e *etree.Element, of func(tag string) escaping) string {
	var b strings.Builder
	composer{&b, of}.element(e, "")
	return b.String()
}

// An escaping is how much of a text or an attribute is escaped.
type escaping bool

const (
	escapeNeeded escaping = false // what would end it
	escapeAll    escaping = true  // what has an entity of its own
)

func (all escaping) attr(value string) string {
	if all {
		return all.text(value)
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", "'", "&apos;").Replace(value)
}

func (all escaping) text(value string) string {
	if !all {
		return strings.NewReplacer("&", "&amp;", "<", "&lt;", "]]>", "]]&gt;").Replace(value)
	}
	value = strings.Map(func(r rune) rune {
		if r < ' ' && !strings.ContainsRune(xmlSpace, r) {
			return -1
		}
		return r
	}, value)
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&apos;", `"`, "&quot;").Replace(value)
}

// A composer writes elements; of tells how to escape what is in those of a name.
type composer struct {
	b  *strings.Builder
	of func(tag string) escaping
}

func (c composer) element(e *etree.Element, indent string) {
	escape := c.of(e.Tag)
	c.b.WriteString(indent + "<" + e.FullTag())
	for _, a := range e.Attr {
		c.b.WriteString(" " + a.FullKey() + "='" + escape.attr(a.Value) + "'")
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
		c.b.WriteString(">" + escape.text(e.Text()))
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
