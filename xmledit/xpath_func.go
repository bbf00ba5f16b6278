package xmledit

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A call is the call of a function.
type call struct {
	name string
	f    builtin
	args []expression
}

// A builtin is a function of XPath's core library.
type builtin struct {
	least, most int // arguments; most is negative for any number
	run         func(c *focus, args []any) (any, error)
}

func (e *call) eval(c *focus) (any, error) {
	args := make([]any, len(e.args))
	for i, a := range e.args {
		var err error
		if args[i], err = a.eval(c); err != nil {
			return nil, err
		}
	}
	v, err := e.f.run(c, args)
	if err != nil {
		return nil, fmt.Errorf("the argument of %s() %w", e.name, err)
	}
	return v, nil
}

// of makes a builtin whose result only depends on its arguments.
func of(arguments int, run func(args []any) any) builtin {
	return builtin{arguments, arguments, func(_ *focus, args []any) (any, error) { return run(args), nil }}
}

// ofNode makes a builtin of one argument, by default the context node.
func ofNode(run func(v any) (any, error)) builtin {
	return builtin{0, 1, func(c *focus, args []any) (any, error) {
		if len(args) == 0 {
			return run(nodeSet{c.node})
		}
		return run(args[0])
	}}
}

// named makes a builtin that tells something of the first node of a set.
func named(tell func(n *node) string) builtin {
	return ofNode(func(v any) (any, error) {
		nodes, ok := v.(nodeSet)
		switch {
		case !ok:
			return nil, ErrNotNodes
		case len(nodes) == 0:
			return "", nil
		}
		return tell(nodes[0]), nil
	})
}

// numeric makes a builtin of one number.
func numeric(run func(float64) float64) builtin {
	return of(1, func(args []any) any { return run(toNumber(args[0])) })
}

// textual makes a builtin of two strings.
func textual(run func(a, b string) any) builtin {
	return of(2, func(args []any) any { return run(toString(args[0]), toString(args[1])) })
}

// function returns the function called name.
func function(name string) (builtin, bool) {
	switch name {
	case "last":
		return builtin{0, 0, func(c *focus, _ []any) (any, error) { return float64(c.size), nil }}, true
	case "position":
		return builtin{0, 0, func(c *focus, _ []any) (any, error) { return float64(c.position), nil }}, true
	case "count":
		return onNodes(func(nodes nodeSet) any { return float64(len(nodes)) }), true
	case "sum":
		return onNodes(sum), true
	case "id":
		return builtin{1, 1, func(c *focus, args []any) (any, error) { return identified(c.node, args[0]), nil }}, true
	case "lang":
		return builtin{1, 1, func(c *focus, args []any) (any, error) { return c.node.lang(toString(args[0])), nil }}, true
	case "name":
		return named((*node).fullName), true
	case "local-name":
		return named((*node).localName), true
	case "namespace-uri":
		return named((*node).namespace), true
	case "string":
		return ofNode(func(v any) (any, error) { return toString(v), nil }), true
	case "number":
		return ofNode(func(v any) (any, error) { return toNumber(v), nil }), true
	case "string-length":
		return ofNode(func(v any) (any, error) { return float64(utf8.RuneCountInString(toString(v))), nil }), true
	case "normalize-space":
		return ofNode(func(v any) (any, error) {
			return strings.Join(strings.FieldsFunc(toString(v), isSpace), " "), nil
		}), true
	case "boolean":
		return of(1, func(args []any) any { return toBool(args[0]) }), true
	case "not":
		return of(1, func(args []any) any { return !toBool(args[0]) }), true
	case "true":
		return of(0, func([]any) any { return true }), true
	case "false":
		return of(0, func([]any) any { return false }), true
	case "floor":
		return numeric(math.Floor), true
	case "ceiling":
		return numeric(math.Ceil), true
	case "round":
		return numeric(round), true
	}
	return textFunction(name)
}

// textFunction returns the function called name, if it works on strings.
func textFunction(name string) (builtin, bool) {
	switch name {
	case "concat":
		return builtin{2, -1, func(_ *focus, args []any) (any, error) {
			var b strings.Builder
			for _, a := range args {
				b.WriteString(toString(a))
			}
			return b.String(), nil
		}}, true
	case "starts-with":
		return textual(func(a, b string) any { return strings.HasPrefix(a, b) }), true
	case "contains":
		return textual(func(a, b string) any { return strings.Contains(a, b) }), true
	case "substring-before":
		return textual(func(a, b string) any {
			before, _, ok := strings.Cut(a, b)
			if !ok {
				return ""
			}
			return before
		}), true
	case "substring-after":
		return textual(func(a, b string) any { _, after, _ := strings.Cut(a, b); return after }), true
	case "substring":
		return builtin{2, 3, func(_ *focus, args []any) (any, error) {
			length := math.Inf(1)
			if len(args) == 3 {
				length = toNumber(args[2])
			}
			return substring(toString(args[0]), toNumber(args[1]), length), nil
		}}, true
	case "translate":
		return of(3, func(args []any) any {
			return translate(toString(args[0]), []rune(toString(args[1])), []rune(toString(args[2])))
		}), true
	}
	return builtin{}, false
}

// onNodes makes a builtin of one node set.
func onNodes(run func(nodeSet) any) builtin {
	return builtin{1, 1, func(_ *focus, args []any) (any, error) {
		nodes, ok := args[0].(nodeSet)
		if !ok {
			return nil, ErrNotNodes
		}
		return run(nodes), nil
	}}
}

func sum(nodes nodeSet) any {
	total := 0.0
	for _, n := range nodes {
		total += parseNumber(n.value())
	}
	return total
}

// identified returns the elements whose xml:id is one of the words of v. Without
// a document type nothing else is an ID.
func identified(n *node, v any) nodeSet {
	var words []string
	if nodes, ok := v.(nodeSet); ok {
		for _, n := range nodes {
			words = append(words, strings.FieldsFunc(n.value(), isSpace)...)
		}
	} else {
		words = strings.FieldsFunc(toString(v), isSpace)
	}
	found := nodeSet{}
	n.root().descendants(func(d *node) {
		for _, a := range d.attrs {
			if a.fullName() == "xml:id" && slices.Contains(words, a.value()) {
				found = append(found, d)
			}
		}
	})
	return found
}

// lang reports whether the nearest xml:lang is the language want or a part of it.
func (n *node) lang(want string) bool {
	for ; n != nil; n = n.parent {
		for _, a := range n.attrs {
			if a.fullName() == "xml:lang" {
				have, want := strings.ToLower(a.value()), strings.ToLower(want)
				return have == want || strings.HasPrefix(have, want+"-")
			}
		}
	}
	return false
}

func isSpace(r rune) bool { return strings.ContainsRune(xmlSpace, r) }

// round rounds halves up, also negative ones.
func round(n float64) float64 {
	if math.IsInf(n, 0) || math.IsNaN(n) || math.Abs(n) >= 1<<52 { // whole already
		return n
	}
	return math.Floor(n + 0.5)
}

// substring returns the characters whose positions, from 1 on, are at least
// start and below start+length, both rounded.
func substring(s string, start, length float64) string {
	first, end := round(start), round(start)+round(length)
	var b strings.Builder
	position := 0.0
	for _, r := range s {
		if position++; position >= first && position < end {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// translate replaces each character of from by the one at its place in to, or
// drops it where to is shorter.
func translate(s string, from, to []rune) string {
	return strings.Map(func(r rune) rune {
		switch i := slices.Index(from, r); {
		case i < 0:
			return r
		case i < len(to):
			return to[i]
		}
		return -1
	}, s)
}
