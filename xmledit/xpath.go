package xmledit

import (
	"errors"
	"fmt"

	"github.com/beevik/etree"
)

// A Selection is what an XPath expression matched in a document, in document
// order, each node once.
type Selection struct{ nodes nodeSet }

// ErrNotNodes is in the error of an expression that gives a number, string or
// boolean.
var ErrNotNodes = errors.New("does not select nodes")

// Select evaluates an XPath 1.0 expression on the XML document doc, for --xpath.
//
// An expression that is wrong is an error; one that gives a number, string or
// boolean instead of nodes is ErrNotNodes. Prefixes mean what the document declares them to mean.
// There is no axis namespace.
func Select(doc, expr string) (*Selection, error) {
	d, err := parse(doc)
	if err != nil {
		return nil, err
	}
	nodes, err := evaluate(d, expr)
	if err != nil {
		return nil, err
	}
	return &Selection{nodes}, nil
}

// parse reads a document so that nothing of it is lost.
func parse(doc string) (*etree.Document, error) {
	d := etree.NewDocument()
	d.ReadSettings.PreserveCData = true
	if err := d.ReadFromString(doc); err != nil {
		return nil, fmt.Errorf("invalid XML document: %w", err)
	}
	if d.Root() == nil {
		return nil, fmt.Errorf("invalid XML document: no root element")
	}
	return d, nil
}

// evaluate returns the nodes of doc that expr selects. As in virsh, the root
// element is the context of a relative path.
func evaluate(doc *etree.Document, expr string) (nodeSet, error) {
	compiled, err := compile(expr, namespaces(&doc.Element))
	if err != nil {
		return nil, fmt.Errorf("invalid XPath expression '%s': %w", expr, err)
	}
	v, err := compiled.eval(&focus{node: view(doc).element(), position: 1, size: 1})
	if err != nil {
		return nil, fmt.Errorf("invalid XPath expression '%s': %w", expr, err)
	}
	nodes, ok := v.(nodeSet)
	if !ok {
		return nil, fmt.Errorf("XPath expression '%s' %w", expr, ErrNotNodes)
	}
	return nodes, nil
}

// A scope is what the prefixes of a whole document mean.
type scope struct{ prefixes map[string]string }

// namespaces returns the prefixes that the elements below e declare. Where two
// declare the same prefix, the first one in the document counts.
func namespaces(e *etree.Element) scope {
	s := scope{map[string]string{"xml": xmlNamespace}}
	s.collect(e)
	return s
}

func (s scope) collect(e *etree.Element) {
	for _, a := range e.Attr {
		if _, ok := s.prefixes[a.Key]; a.Space == "xmlns" && !ok {
			s.prefixes[a.Key] = a.Value
		}
	}
	for _, c := range e.ChildElements() {
		s.collect(c)
	}
}

// Len returns the number of nodes.
func (s *Selection) Len() int { return len(s.nodes) }

// Strings returns each node the way virsh prints it, without a newline at the
// end: an element with all it contains, indented anew; text escaped as in XML; an
// attribute as name="value" after a blank.
func (s *Selection) Strings() []string {
	texts := make([]string, len(s.nodes))
	for i, n := range s.nodes {
		var b serializer
		b.node(n, 0, nil)
		texts[i] = b.String()
	}
	return texts
}
