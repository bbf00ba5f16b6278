package xmledit

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// A serializer writes nodes the way virsh shows them: attributes in double
// quotes, namespace declarations first, two blanks per level, and everything on
// one line inside an element that has text.
type serializer struct {
	strings.Builder
	// document is set inside a whole document, which states its encoding: there
	// attributes keep the characters that otherwise become references.
	document bool
}

// maxIndent is the level from which lines are not indented further.
const maxIndent = 30

// node writes n. indent is its level, or negative where nothing may be indented.
// add are namespace declarations that an element gets on top of its own.
func (s *serializer) node(n *node, indent int, add []*etree.Attr) {
	switch n.kind {
	case rootNode:
		s.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
		s.document = true
		for _, c := range n.children {
			s.node(c, 0, nil)
			s.WriteByte('\n')
		}
		s.document = false
	case elementNode:
		s.element(n, indent, add)
	case attributeNode:
		s.attribute(n.attr.FullKey(), n.attr.Value)
	case textNode:
		s.escape(n.value(), false)
	case cdataNode:
		s.WriteString("<![CDATA[" + n.value() + "]]>")
	case commentNode:
		s.WriteString("<!--" + n.value() + "-->")
	case procInstNode:
		p := n.token.(*etree.ProcInst)
		s.WriteString("<?" + p.Target)
		if p.Inst != "" {
			s.WriteString(" " + p.Inst)
		}
		s.WriteString("?>")
	}
}

func (s *serializer) element(n *node, indent int, add []*etree.Attr) {
	e := n.token.(*etree.Element)
	s.WriteString("<" + e.FullTag())
	for i := range e.Attr {
		if a := &e.Attr[i]; namespaceDeclaration(a) {
			s.attribute(a.FullKey(), a.Value)
		}
	}
	for _, a := range add {
		s.attribute(a.FullKey(), a.Value)
	}
	for _, a := range n.attrs {
		s.node(a, indent, nil)
	}
	s.content(e.FullTag(), n.children, indent, func(c *node, indent int) { s.node(c, indent, nil) })
}

// content writes the rest of an element called tag after its attributes.
func (s *serializer) content(tag string, children []*node, indent int, write func(c *node, indent int)) {
	if len(children) == 0 {
		s.WriteString("/>")
		return
	}
	s.WriteByte('>')
	inner := indent + 1
	if indent < 0 || mixed(children) {
		inner = -1
	}
	for _, c := range children {
		s.newline(inner)
		write(c, inner)
	}
	if inner >= 0 {
		s.newline(indent)
	}
	s.WriteString("</" + tag + ">")
}

// mixed reports whether there is text among nodes.
func mixed(nodes []*node) bool {
	for _, n := range nodes {
		if n.text() {
			return true
		}
	}
	return false
}

// newline begins a line of this level, or does nothing below 0.
func (s *serializer) newline(indent int) {
	if indent >= 0 {
		s.WriteByte('\n')
		s.WriteString(strings.Repeat("  ", min(indent, maxIndent)))
	}
}

func (s *serializer) attribute(name, value string) {
	s.WriteString(" " + name + `="`)
	s.escape(value, true)
	s.WriteByte('"')
}

// escape writes text, or the value of an attribute.
func (s *serializer) escape(text string, attribute bool) {
	for _, c := range text {
		switch {
		case c == '&':
			s.WriteString("&amp;")
		case c == '<':
			s.WriteString("&lt;")
		case c == '>':
			s.WriteString("&gt;")
		case c == '\r':
			s.WriteString("&#13;")
		case attribute && c == '"':
			s.WriteString("&quot;")
		case attribute && c == '\n':
			s.WriteString("&#10;")
		case attribute && c == '\t':
			s.WriteString("&#9;")
		case attribute && c >= utf8.RuneSelf && !s.document: // but never in text
			fmt.Fprintf(s, "&#x%X;", c)
		default:
			s.WriteRune(c)
		}
	}
}
