package xmledit

import (
	"slices"

	"github.com/beevik/etree"
)

// wrapTag is the element around wrapped nodes.
const wrapTag = "nodes"

// Wrap returns one element nodes with copies of all nodes in it, the way virsh's
// --wrap prints it, without a newline at the end. Attributes become attributes
// of that element, without their prefix; of several with one name the last one
// stays, in its place. Elements get declarations for the prefixes that they use
// and do not declare.
func (s *Selection) Wrap() string {
	var attrs, children []*node
	for _, n := range s.nodes {
		switch n.kind {
		case attributeNode:
			attrs = slices.DeleteFunc(attrs, func(a *node) bool { return a.attr.Key == n.attr.Key })
			attrs = append(attrs, n)
		case rootNode:
			// differs from virsh: it repeats the XML declaration inside the
			// element, which no parser takes.
			children = append(children, n.children...)
		default:
			children = append(children, n)
		}
	}
	var b serializer
	b.WriteString("<" + wrapTag)
	for _, a := range attrs {
		b.attribute(a.attr.Key, a.attr.Value)
	}
	b.content(wrapTag, children, 0, func(c *node, indent int) {
		b.node(c, indent, missingNamespaces(c))
	})
	return b.String()
}

// missingNamespaces returns declarations for the prefixes that are used in n and
// declared outside of it, in the order of their use.
func missingNamespaces(n *node) (missing []*etree.Attr) {
	if n.kind != elementNode {
		return nil
	}
	use := func(e *etree.Element, prefix, uri string) {
		declared := func(a *etree.Attr) bool { return declares(a, prefix) }
		if uri == "" || prefix == "xml" || slices.ContainsFunc(missing, declared) {
			return
		}
		for top := n.token.(*etree.Element); ; e = e.Parent() {
			for i := range e.Attr {
				if declared(&e.Attr[i]) {
					return
				}
			}
			if e == top {
				break
			}
		}
		if prefix == "" {
			missing = append(missing, &etree.Attr{Key: "xmlns", Value: uri})
		} else {
			missing = append(missing, &etree.Attr{Space: "xmlns", Key: prefix, Value: uri})
		}
	}
	var walk func(n *node)
	walk = func(n *node) {
		e := n.token.(*etree.Element)
		use(e, e.Space, e.NamespaceURI())
		for _, a := range n.attrs {
			if a.attr.Space != "" {
				use(e, a.attr.Space, a.attr.NamespaceURI())
			}
		}
		for _, c := range n.children {
			if c.kind == elementNode {
				walk(c)
			}
		}
	}
	walk(n)
	return missing
}

// declares reports whether a declares prefix, or for "" the default namespace.
func declares(a *etree.Attr, prefix string) bool {
	if prefix == "" {
		return a.Space == "" && a.Key == "xmlns"
	}
	return a.Space == "xmlns" && a.Key == prefix
}
