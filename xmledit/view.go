package xmledit

import (
	"strings"

	"github.com/beevik/etree"
)

// A node is one XPath node of a document: a view on an etree token or attribute
// with the links and the order that XPath needs and etree does not keep. The
// view leaves out what is no XPath node (declarations, namespace attributes) and
// white space that only indents, see [blank].
type node struct {
	kind     nodeKind
	token    etree.Token // nil for an attribute; the document's root for the root
	attr     *etree.Attr // of an attribute
	parent   *node
	children []*node
	attrs    []*node
	index    int // among the parent's children or attributes
	order    int // in the document
}

type nodeKind uint8

const (
	rootNode nodeKind = iota
	elementNode
	attributeNode
	textNode
	cdataNode
	commentNode
	procInstNode
)

// view returns the XPath view of doc. It is valid until doc changes.
func view(doc *etree.Document) *node {
	v := viewer{}
	root := v.add(nil, &node{kind: rootNode, token: &doc.Element})
	v.children(root, &doc.Element, false)
	return root
}

// A viewer numbers nodes while it makes them.
type viewer struct{ order int }

// add gives n its place in the document and makes it a child of parent.
func (v *viewer) add(parent, n *node) *node {
	n.order = v.order
	v.order++
	if n.parent = parent; parent != nil {
		n.index = len(parent.children)
		parent.children = append(parent.children, n)
	}
	return n
}

func (v *viewer) children(parent *node, e *etree.Element, preserve bool) {
	spoken := false // text that is not blank was seen
	for i, t := range e.Child {
		switch t := t.(type) {
		case *etree.Element:
			n := v.add(parent, &node{kind: elementNode, token: t})
			v.attributes(n, t)
			v.children(n, t, preserveSpace(t, preserve))
		case *etree.CharData:
			if parent.kind == rootNode {
				continue // only white space can be there
			}
			kind := textNode
			if t.IsCData() {
				kind = cdataNode
			} else if blank(parent, t, spoken || preserve, i == len(e.Child)-1) {
				continue
			} else if strings.Trim(t.Data, xmlSpace) != "" {
				spoken = true
			}
			v.add(parent, &node{kind: kind, token: t})
		case *etree.Comment:
			v.add(parent, &node{kind: commentNode, token: t})
		case *etree.ProcInst:
			if parent.kind == rootNode && t.Target == "xml" {
				continue // the XML declaration
			}
			v.add(parent, &node{kind: procInstNode, token: t})
		}
	}
}

func (v *viewer) attributes(n *node, e *etree.Element) {
	for i := range e.Attr {
		a := &e.Attr[i]
		if namespaceDeclaration(a) {
			continue
		}
		n.attrs = append(n.attrs, &node{
			kind: attributeNode, attr: a, parent: n, index: len(n.attrs), order: v.order,
		})
		v.order++
	}
}

// xmlSpace is the white space of XML.
const xmlSpace = " \t\r\n"

// blank reports whether the text t, last or not among the tokens of parent, is
// indentation and no node. It is what libxml2's parser drops, and so virsh, when
// told to keep no blanks: white space next to no other text, unless it is all
// that the element has.
func blank(parent *node, t *etree.CharData, keep, last bool) bool {
	if keep || strings.Trim(t.Data, xmlSpace) != "" {
		return false
	}
	siblings := parent.children
	if len(siblings) == 0 {
		return !last
	}
	return !siblings[0].text() && !siblings[len(siblings)-1].text()
}

// preserveSpace returns the state of xml:space inside e.
func preserveSpace(e *etree.Element, outside bool) bool {
	for _, a := range e.Attr {
		if a.Space == "xml" && a.Key == "space" {
			return a.Value == "preserve"
		}
	}
	return outside
}

// namespaceDeclaration reports whether a is xmlns or xmlns:prefix.
func namespaceDeclaration(a *etree.Attr) bool {
	return a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns"
}

// text reports whether n is character data.
func (n *node) text() bool { return n.kind == textNode || n.kind == cdataNode }

// element returns the root element of the view whose root is n.
func (n *node) element() *node {
	for _, c := range n.children {
		if c.kind == elementNode {
			return c
		}
	}
	return n
}

// value returns the string value of n, as XPath defines it.
func (n *node) value() string {
	switch n.kind {
	case attributeNode:
		return n.attr.Value
	case textNode, cdataNode:
		return n.token.(*etree.CharData).Data
	case commentNode:
		return n.token.(*etree.Comment).Data
	case procInstNode:
		return n.token.(*etree.ProcInst).Inst
	}
	var b strings.Builder
	n.appendText(&b)
	return b.String()
}

func (n *node) appendText(b *strings.Builder) {
	for _, c := range n.children {
		switch c.kind {
		case elementNode:
			c.appendText(b)
		case textNode, cdataNode:
			b.WriteString(c.value())
		}
	}
}

// localName returns the name of an element, attribute or processing instruction
// without its prefix, "" for other nodes.
func (n *node) localName() string {
	switch n.kind {
	case elementNode:
		return n.token.(*etree.Element).Tag
	case attributeNode:
		return n.attr.Key
	case procInstNode:
		return n.token.(*etree.ProcInst).Target
	}
	return ""
}

// fullName returns the name as it is written, with its prefix.
func (n *node) fullName() string {
	switch n.kind {
	case elementNode:
		return n.token.(*etree.Element).FullTag()
	case attributeNode:
		return n.attr.FullKey()
	}
	return n.localName()
}

// namespace returns the URI that the name of n belongs to, "" for none.
func (n *node) namespace() string {
	switch {
	case n.kind == elementNode:
		return n.token.(*etree.Element).NamespaceURI()
	case n.kind != attributeNode || n.attr.Space == "": // the default is not for attributes
		return ""
	case n.attr.Space == "xml":
		return xmlNamespace
	}
	return n.attr.NamespaceURI()
}

// root returns the root of the view.
func (n *node) root() *node {
	for n.parent != nil {
		n = n.parent
	}
	return n
}

// xmlNamespace is what the prefix xml always means.
const xmlNamespace = "http://www.w3.org/XML/1998/namespace"
