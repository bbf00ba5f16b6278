package format

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// maxTreeDepth is the nesting of XML elements from which no tree is made; nothing
// that describes a machine comes near it.
const maxTreeDepth = 256

// xmlTree returns the XML document doc as objects, see [XML]; nil when it is not
// well-formed. Names keep their prefixes, which need not be declared.
func xmlTree(doc string) *node {
	d := xml.NewDecoder(strings.NewReader(doc))
	t := treeBuilder{}
	for {
		token, err := d.RawToken()
		switch {
		case errors.Is(err, io.EOF) && len(t.open) == 0:
			return t.root
		case err != nil || !t.take(token):
			return nil
		}
	}
}

// A treeBuilder makes objects of the tokens of an XML document.
type treeBuilder struct {
	root *node
	open []*element // from the root inwards
}

// An element is one that has not ended yet.
type element struct {
	node     *node
	text     strings.Builder
	children []*node
}

// take adds a token. It reports false for one that cannot stand there.
func (t *treeBuilder) take(token xml.Token) bool {
	switch x := token.(type) {
	case xml.StartElement:
		if len(t.open) == maxTreeDepth || t.root != nil && len(t.open) == 0 {
			return false
		}
		n := newObject(4)
		n.set("name", stringOf(prefixed(x.Name)))
		if len(x.Attr) > 0 {
			attributes := newObject(len(x.Attr))
			for _, a := range x.Attr {
				attributes.set(prefixed(a.Name), stringOf(a.Value))
			}
			n.set("attributes", attributes)
		}
		if t.root == nil {
			t.root = n
		} else {
			parent := t.open[len(t.open)-1]
			parent.children = append(parent.children, n)
		}
		t.open = append(t.open, &element{node: n})
	case xml.EndElement:
		if len(t.open) == 0 {
			return false
		}
		e := t.open[len(t.open)-1]
		t.open = t.open[:len(t.open)-1]
		return e.end(prefixed(x.Name))
	case xml.CharData:
		if len(t.open) > 0 {
			t.open[len(t.open)-1].text.Write(x)
		}
	}
	return true
}

// end finishes the element, whose end tag has this name.
func (e *element) end(name string) bool {
	if e.node.field("name").text != name {
		return false
	}
	// Blanks between elements are only there for the eye.
	if text := e.text.String(); strings.TrimSpace(text) != "" || text != "" && e.children == nil {
		e.node.set("text", stringOf(text))
	}
	if e.children != nil {
		e.node.set("children", &node{kind: listNode, items: e.children})
	}
	return true
}

func prefixed(n xml.Name) string {
	if n.Space != "" {
		return n.Space + ":" + n.Local
	}
	return n.Local
}
