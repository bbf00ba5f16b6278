package xmledit

import (
	"fmt"
	"math"
	"slices"
)

// An expression is a part of a parsed XPath expression. Its value is a nodeSet,
// a float64, a string or a bool.
type expression interface {
	eval(c *focus) (any, error)
}

// A nodeSet is nodes in document order, each once.
type nodeSet []*node

// A focus is what an expression is evaluated for.
type focus struct {
	node           *node
	position, size int
}

// constant is a literal or a number.
type constant struct{ value any }

func (e constant) eval(*focus) (any, error) { return e.value, nil }

// minus is an operand after any number of minus signs.
type minus struct {
	operand  expression
	negative bool
}

func (e *minus) eval(c *focus) (any, error) {
	v, err := e.operand.eval(c)
	if err != nil {
		return nil, err
	}
	if e.negative {
		return -toNumber(v), nil
	}
	return toNumber(v), nil
}

// operation is two operands with an operator between them.
type operation struct {
	operator    string
	left, right expression
}

func (e *operation) eval(c *focus) (any, error) {
	left, err := e.left.eval(c)
	if err != nil {
		return nil, err
	}
	switch { // these need not look at the right side
	case e.operator == "or" && toBool(left):
		return true, nil
	case e.operator == "and" && !toBool(left):
		return false, nil
	}
	right, err := e.right.eval(c)
	if err != nil {
		return nil, err
	}
	switch e.operator {
	case "or", "and":
		return toBool(right), nil
	case "=", "!=", "<", "<=", ">", ">=":
		return compare(e.operator, left, right), nil
	case "|":
		return unite(left, right)
	}
	return calculate(e.operator, toNumber(left), toNumber(right)), nil
}

func unite(left, right any) (any, error) {
	l, ok := left.(nodeSet)
	r, ok2 := right.(nodeSet)
	if !ok || !ok2 {
		return nil, fmt.Errorf("an operand of | %w", ErrNotNodes)
	}
	return inOrder(slices.Concat(l, r)), nil
}

// inOrder returns nodes in document order, each once. It sorts in place.
func inOrder(nodes nodeSet) nodeSet {
	slices.SortFunc(nodes, func(a, b *node) int { return a.order - b.order })
	return slices.Compact(nodes)
}

func calculate(operator string, a, b float64) float64 {
	switch operator {
	case "+":
		return a + b
	case "-":
		return a - b
	case "*":
		return a * b
	case "div":
		return a / b
	}
	return math.Mod(a, b)
}

// filter is a primary expression with predicates, which count in document order.
type filter struct {
	primary    expression
	predicates []expression
}

func (e *filter) eval(c *focus) (any, error) {
	v, err := e.primary.eval(c)
	if err != nil {
		return nil, err
	}
	nodes, ok := v.(nodeSet)
	if !ok {
		return nil, fmt.Errorf("what stands before [ %w", ErrNotNodes)
	}
	return applyAll(e.predicates, slices.Clone(nodes))
}

// applyAll keeps the nodes for which all predicates hold, one predicate after
// the other. It changes nodes.
func applyAll(predicates []expression, nodes nodeSet) (nodeSet, error) {
	for _, p := range predicates {
		size, kept := len(nodes), nodes[:0]
		for i, n := range nodes {
			v, err := p.eval(&focus{node: n, position: i + 1, size: size})
			if err != nil {
				return nil, err
			}
			if number, ok := v.(float64); ok && number == float64(i+1) || !ok && toBool(v) {
				kept = append(kept, n)
			}
		}
		nodes = kept
	}
	return nodes, nil
}

// location is a path: steps from the root, from the nodes of an expression, or
// from the context node.
type location struct {
	absolute bool
	from     expression
	steps    []step
}

func (e *location) eval(c *focus) (any, error) {
	nodes := nodeSet{c.node}
	switch {
	case e.absolute:
		nodes[0] = c.node.root()
	case e.from != nil:
		v, err := e.from.eval(c)
		if err != nil {
			return nil, err
		}
		var ok bool
		if nodes, ok = v.(nodeSet); !ok {
			return nil, fmt.Errorf("what stands before / %w", ErrNotNodes)
		}
	}
	for i := range e.steps {
		var err error
		if nodes, err = e.steps[i].take(nodes); err != nil {
			return nil, err
		}
	}
	return nodes, nil
}

// step is one step of a path.
type step struct {
	axis       string
	test       nodeTest
	predicates []expression
}

// take returns where the step leads from nodes. Its predicates count along the
// axis, anew for each node.
func (s *step) take(nodes nodeSet) (nodeSet, error) {
	var all nodeSet
	for _, n := range nodes {
		var along nodeSet
		n.walk(s.axis, func(m *node) {
			if s.test.matches(m, s.axis) {
				along = append(along, m)
			}
		})
		along, err := applyAll(s.predicates, along)
		if err != nil {
			return nil, err
		}
		all = append(all, along...)
	}
	return inOrder(all), nil
}

// nodeTest tells which nodes of an axis a step takes.
type nodeTest struct {
	kind     testKind
	name     string // of namedNode; * for any. Of anyProcInst: the target; "" for any
	space    string // the namespace of name
	anySpace bool   // whatever the namespace
}

type testKind uint8

const (
	namedNode testKind = iota
	anyNode
	anyText
	anyComment
	anyProcInst
)

// nodeType reports whether name is that of a node type, not of a function.
func nodeType(name string) bool {
	switch name {
	case "node", "text", "comment", "processing-instruction":
		return true
	}
	return false
}

func (t *nodeTest) matches(n *node, axis string) bool {
	switch t.kind {
	case anyNode:
		return true
	case anyText:
		return n.text()
	case anyComment:
		return n.kind == commentNode
	case anyProcInst:
		return n.kind == procInstNode && (t.name == "" || t.name == n.localName())
	}
	principal := elementNode
	if axis == "attribute" {
		principal = attributeNode
	}
	return n.kind == principal && (t.name == "*" || t.name == n.localName()) &&
		(t.anySpace || t.space == n.namespace())
}
