// Package dom is the tree of an XML document, read as strictly as libvirt's
// readers do and written in libxml2's form.
//
// The standard library's decoder is not used because it takes what libvirt
// refuses (several roots, repeated attributes, "]]>" in text), loses CDATA
// sections and namespace prefixes, and knows no column for its errors.
package dom

import "strings"

// Kind tells what a node is.
type Kind uint8

// The kinds of nodes.
const (
	Element Kind = iota
	Text
	CData
	Comment
	ProcInst
)

// Node is a node of the tree.
type Node struct {
	Kind   Kind
	Prefix string // of an element whose prefix is declared, else empty
	Name   string // of an element: its local name; of a ProcInst: its target
	Space  string // the namespace of an element, empty for none
	Attrs  []Attr // in the order of the document, declarations of namespaces included
	Kids   []*Node
	Data   string // of everything but an element, with references resolved
	Line   int    // where an element starts, from 1
}

// Attr is an attribute. Its name keeps the prefix.
type Attr struct{ Name, Value string }

// Attr returns the value of an attribute.
func (n *Node) Attr(name string) (value string, ok bool) {
	for i := range n.Attrs {
		if n.Attrs[i].Name == name {
			return n.Attrs[i].Value, true
		}
	}
	return "", false
}

// QName returns the name of an element with its prefix.
func (n *Node) QName() string {
	if n.Prefix == "" {
		return n.Name
	}
	return n.Prefix + ":" + n.Name
}

// Is reports whether n is the element of that name in no namespace.
func (n *Node) Is(name string) bool {
	return n.Kind == Element && n.Space == "" && n.Name == name
}

// Child returns the first child element of that name in no namespace, or nil.
func (n *Node) Child(name string) *Node {
	for _, k := range n.Kids {
		if k.Is(name) {
			return k
		}
	}
	return nil
}

// Text returns all text below n, as XPath's string() does.
func (n *Node) Text() string {
	if len(n.Kids) == 1 && n.Kids[0].Kind == Text {
		return n.Kids[0].Data
	}
	var b strings.Builder
	n.text(&b)
	return b.String()
}

func (n *Node) text(b *strings.Builder) {
	for _, k := range n.Kids {
		switch k.Kind {
		case Text, CData:
			b.WriteString(k.Data)
		case Element:
			k.text(b)
		}
	}
}
