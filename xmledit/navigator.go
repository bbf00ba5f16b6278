package xmledit

import (
	"strings"

	"github.com/antchfx/xpath"
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

// siblings returns the list that n is in.
func (n *node) siblings() []*node {
	if n.kind == attributeNode {
		return n.parent.attrs
	}
	if n.parent == nil {
		return nil
	}
	return n.parent.children
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

// A navigator is a cursor over the nodes of a view, for the XPath engine.
type navigator struct{ n *node }

var _ xpath.NodeNavigator = (*navigator)(nil)

// procInstType is the type of processing instructions, which the engine has no
// name for: only the test node() matches it.
const procInstType = xpath.NodeType(100)

func (v *navigator) NodeType() xpath.NodeType {
	switch v.n.kind {
	case rootNode:
		return xpath.RootNode
	case elementNode:
		return xpath.ElementNode
	case attributeNode:
		return xpath.AttributeNode
	case commentNode:
		return xpath.CommentNode
	case procInstNode:
		return procInstType
	}
	return xpath.TextNode
}

func (v *navigator) LocalName() string {
	switch v.n.kind {
	case elementNode:
		return v.n.token.(*etree.Element).Tag
	case attributeNode:
		return v.n.attr.Key
	case procInstNode:
		return v.n.token.(*etree.ProcInst).Target
	}
	return ""
}

func (v *navigator) Prefix() string {
	switch v.n.kind {
	case elementNode:
		return v.n.token.(*etree.Element).Space
	case attributeNode:
		return v.n.attr.Space
	}
	return ""
}

// NamespaceURL is looked for by the engine; it is not part of its interface.
func (v *navigator) NamespaceURL() string {
	switch v.n.kind {
	case elementNode:
		return v.n.token.(*etree.Element).NamespaceURI()
	case attributeNode:
		if v.n.attr.Space == "xml" {
			return xmlNamespace
		}
		return v.n.attr.NamespaceURI()
	}
	return ""
}

// xmlNamespace is what the prefix xml always means.
const xmlNamespace = "http://www.w3.org/XML/1998/namespace"

func (v *navigator) Value() string { return v.n.value() }

func (v *navigator) Copy() xpath.NodeNavigator {
	c := *v
	return &c
}

func (v *navigator) MoveToRoot() {
	for v.MoveToParent() {
	}
}

func (v *navigator) MoveToParent() bool { return v.move(v.n.parent) }

func (v *navigator) MoveToNextAttribute() bool {
	switch v.n.kind {
	case elementNode:
		return len(v.n.attrs) > 0 && v.move(v.n.attrs[0])
	case attributeNode:
		return v.step(1)
	}
	return false
}

func (v *navigator) MoveToChild() bool {
	return len(v.n.children) > 0 && v.move(v.n.children[0])
}

func (v *navigator) MoveToFirst() bool {
	return v.n.kind != attributeNode && v.n.parent != nil && v.move(v.n.parent.children[0])
}

func (v *navigator) MoveToNext() bool { return v.n.kind != attributeNode && v.step(1) }

func (v *navigator) MoveToPrevious() bool { return v.n.kind != attributeNode && v.step(-1) }

func (v *navigator) MoveTo(other xpath.NodeNavigator) bool {
	o, ok := other.(*navigator)
	return ok && v.move(o.n)
}

// step moves to a sibling.
func (v *navigator) step(by int) bool {
	i, siblings := v.n.index+by, v.n.siblings()
	return i >= 0 && i < len(siblings) && v.move(siblings[i])
}

func (v *navigator) move(n *node) bool {
	if n == nil {
		return false
	}
	v.n = n
	return true
}
