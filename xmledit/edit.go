package xmledit

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// An Op is what an edit does.
type Op string

// The operations, named as the options that ask for them.
const (
	Set    Op = "set"    // give an attribute, an element or a text another value
	Add    Op = "add"    // put XML into an element, after what it has
	Delete Op = "delete" // take a node away
)

// An Edit is one change of a document.
type Edit struct {
	Op    Op
	Path  string // an XPath 1.0 expression that selects nodes
	Value string // the text of Set, the XML of Add
}

// ParseEdit reads the value of the option called op: an XPath for Delete, else
// XPATH=VALUE, where the first = counts that is in no predicate, call or quotes.
func ParseEdit(op Op, arg string) (Edit, error) {
	if op == Delete {
		return Edit{Op: op, Path: arg}, nil
	}
	i := topLevel(arg, '=')
	if i <= 0 {
		return Edit{}, fmt.Errorf("--%s needs XPATH=VALUE, not '%s'", op, arg)
	}
	return Edit{Op: op, Path: arg[:i], Value: arg[i+1:]}, nil
}

// topLevel returns the index of the first c in an expression that is in no
// predicate, call or quotes; -1 for none.
func topLevel(expr string, c byte) int {
	depth := 0
	var quote byte
	for i := range len(expr) {
		switch b := expr[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '[' || b == '(':
			depth++
		case b == ']' || b == ')':
			depth--
		case b == c && depth == 0:
			return i
		}
	}
	return -1
}

// Apply returns doc with the edits made, one after the other; all else in it
// stays as it is, byte for byte. An edit whose path selects several nodes is
// refused unless all of them are meant. It is an error if a path selects
// nothing, except that Set adds an attribute which an element does not have yet.
func Apply(doc string, edits []Edit, all bool) (string, error) {
	for _, e := range edits {
		var err error
		if doc, err = apply(doc, e, all); err != nil {
			return "", fmt.Errorf("--%s '%s': %w", e.Op, e.Path, err)
		}
	}
	return doc, nil
}

func apply(doc string, e Edit, all bool) (string, error) {
	s, err := newSource(doc)
	if err != nil {
		return "", err
	}
	if i := slices.IndexFunc([]rune(e.Value), func(r rune) bool { return !xmlChar(r) }); i >= 0 || !utf8.ValidString(e.Value) {
		return "", fmt.Errorf("the value %q has characters that XML cannot have", e.Value)
	}
	nodes, err := evaluate(s.doc, e.Path)
	if err != nil {
		return "", err
	}
	change, name := s.changer(e), ""
	if len(nodes) == 0 && e.Op == Set {
		if nodes, name, err = s.withoutAttribute(e.Path); err != nil {
			return "", err
		}
		if name != "" {
			change = func(n *node) (patch, error) { return s.newAttribute(n, name, e.Value) }
		}
	}
	switch {
	case len(nodes) == 0:
		return "", s.nothing(e.Path)
	case len(nodes) > 1 && !all:
		return "", severalError(nodes)
	}
	patches := make([]patch, 0, len(nodes))
	for _, n := range nodes {
		p, err := change(n)
		if err != nil {
			return "", err
		}
		patches = append(patches, p)
	}
	return patched(doc, patches), nil
}

// xmlChar reports whether a document may contain r (XML 1.0, production Char).
func xmlChar(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || 0x20 <= r && r <= 0xd7ff ||
		0xe000 <= r && r <= 0xfffd || 0x10000 <= r && r <= 0x10ffff
}

// severalError says what an expression selects that was to select one node.
func severalError(nodes nodeSet) error {
	const shown = 3
	var b strings.Builder
	for i, n := range nodes {
		if i == shown {
			b.WriteString(", …")
			break
		}
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(pathOf(n))
	}
	return fmt.Errorf("%d nodes match (%s): select one of them, or say --all-matches", len(nodes), &b)
}

// pathOf returns an expression that selects n alone.
func pathOf(n *node) string {
	var step string
	switch n.kind {
	case rootNode:
		return ""
	case attributeNode:
		return pathOf(n.parent) + "/@" + n.fullName()
	case elementNode:
		step = n.fullName()
	case textNode, cdataNode:
		step = "text()"
	case commentNode:
		step = "comment()"
	case procInstNode:
		step = "processing-instruction()"
	}
	position, count := 0, 0
	for _, c := range n.parent.children {
		if c.fullName() == n.fullName() && (c.kind == n.kind || c.text() && n.text()) {
			count++
			if c == n {
				position = count
			}
		}
	}
	if count > 1 {
		step += fmt.Sprintf("[%d]", position)
	}
	return pathOf(n.parent) + "/" + step
}

// A patch is a piece of text that takes the place of another.
type patch struct {
	span
	text string
}

// patched returns text with all patches made. One inside of another has no
// effect: what it changes goes away.
func patched(text string, patches []patch) string {
	slices.SortStableFunc(patches, func(a, b patch) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	var b strings.Builder
	pos := 0
	for _, p := range patches {
		if p.start < pos {
			continue
		}
		b.WriteString(text[pos:p.start])
		b.WriteString(p.text)
		pos = p.end
	}
	b.WriteString(text[pos:])
	return b.String()
}

// changer returns the function that makes the edit e at a node.
func (s *source) changer(e Edit) func(*node) (patch, error) {
	switch e.Op {
	case Set:
		return func(n *node) (patch, error) { return s.set(n, e.Value) }
	case Add:
		return func(n *node) (patch, error) { return s.add(n, e.Value) }
	}
	return s.remove
}

func (s *source) set(n *node, value string) (patch, error) {
	p := s.place(n)
	switch n.kind {
	case attributeNode:
		return patch{p.inner, escapeAttribute(value, p.quote)}, nil
	case textNode:
		return patch{p.inner, escapeText(value)}, nil
	case cdataNode:
		return patch{p.inner, strings.ReplaceAll(value, "]]>", "]]]]><![CDATA[>")}, nil
	case elementNode:
		for _, c := range n.children {
			if !c.text() {
				return patch{}, fmt.Errorf("%s has more than text: set what is in it, or delete and add", pathOf(n))
			}
		}
		if p.empty() {
			return s.open(n, p, escapeText(value)), nil
		}
		return patch{p.inner, escapeText(value)}, nil
	}
	return patch{}, fmt.Errorf("%s is neither an element nor an attribute nor text", pathOf(n))
}

// open writes an element that is one tag as two, with content between them.
func (s *source) open(n *node, p place, content string) patch {
	end := span{p.tag.end - len("/>"), p.tag.end}
	return patch{end, ">" + content + "</" + n.fullName() + ">"}
}

// withoutAttribute returns, for a path that ends in an attribute, the elements
// that could have it, and its name; nothing for other paths.
func (s *source) withoutAttribute(path string) (nodeSet, string, error) {
	steps := splitSteps(path)
	if len(steps) < 2 {
		return nil, "", nil
	}
	name, ok := strings.CutPrefix(strings.TrimSpace(steps[len(steps)-1].step), "@")
	if !ok || name == "" || strings.ContainsAny(name, " \t\r\n[]()*@/'\"=<>&|") {
		return nil, "", nil
	}
	nodes, err := evaluate(s.doc, steps[len(steps)-2].path)
	if err != nil {
		return nil, "", err
	}
	nodes = slices.DeleteFunc(slices.Clone(nodes), func(n *node) bool { return n.kind != elementNode })
	return nodes, name, nil
}

// newAttribute adds an attribute to an element.
func (s *source) newAttribute(n *node, name, value string) (patch, error) {
	if prefix, _, ok := strings.Cut(name, ":"); ok && prefix != "xml" && !declared(n, prefix) {
		return patch{}, undeclaredError(prefix)
	}
	p := s.place(n)
	at := p.tag.end - len(">")
	if p.empty() {
		at = p.tag.end - len("/>")
	}
	at = len(strings.TrimRight(s.text[:at], xmlSpace))
	return patch{span{at, at}, " " + name + "='" + escapeAttribute(value, '\'') + "'"}, nil
}

func (s *source) remove(n *node) (patch, error) {
	p := s.place(n).whole
	switch {
	case n.kind == rootNode, n.kind == elementNode && n.parent.kind == rootNode:
		return patch{}, fmt.Errorf("%s is the whole document", pathOf(n))
	case n.kind == attributeNode:
		p.start = len(strings.TrimRight(s.text[:p.start], xmlSpace))
		return patch{span: p}, nil
	case n.text():
		return patch{span: p}, nil
	}
	// With what stands alone on its lines, the lines go.
	indent, alone := s.lineIndent(p.start)
	after := strings.TrimLeft(s.text[p.end:], " \t")
	for _, newline := range []string{"\n", "\r\n"} {
		if alone && strings.HasPrefix(after, newline) {
			p.start -= len(indent)
			p.end = len(s.text) - len(after) + len(newline)
			break
		}
	}
	return patch{span: p}, nil
}

// add puts XML behind all that an element has, indented as that is.
func (s *source) add(n *node, xml string) (patch, error) {
	if n.kind != elementNode {
		return patch{}, fmt.Errorf("%s is no element", pathOf(n))
	}
	xml = strings.TrimSpace(xml)
	if err := checkFragment(n, xml); err != nil {
		return patch{}, err
	}
	p := s.place(n)
	outer, alone := s.lineIndent(p.whole.start)
	inner := outer + "  "
	lastEnd := -1
	for _, c := range n.children {
		at := s.place(c).whole
		if indent, first := s.lineIndent(at.start); first {
			inner = indent
		}
		lastEnd = at.end
	}
	switch content := s.at(p.inner); {
	case !alone && len(n.children) == 0 && p.empty():
		return s.open(n, p, xml), nil
	case p.empty():
		return s.open(n, p, "\n"+inner+xml+"\n"+outer), nil
	case strings.TrimSpace(content) == "":
		return patch{p.inner, "\n" + inner + xml + "\n" + outer}, nil
	case strings.Contains(content, "\n") && lastEnd >= 0 && strings.TrimSpace(s.text[lastEnd:p.inner.end]) == "":
		return patch{span{lastEnd, lastEnd}, "\n" + inner + xml}, nil
	default: // all on one line, or text to which a line break would belong
		return patch{span{p.inner.end, p.inner.end}, xml}, nil
	}
}

// checkFragment reports what is wrong with XML that is to go into an element.
func checkFragment(parent *node, xml string) error {
	d := etree.NewDocument()
	if err := d.ReadFromString("<x>" + xml + "</x>"); err != nil {
		return fmt.Errorf("'%s' is not well-formed XML: %w", xml, err)
	}
	if d.Root() == nil || len(d.ChildElements()) != 1 || len(d.Root().ChildElements()) == 0 {
		return fmt.Errorf("'%s' is no XML element", xml)
	}
	var err error
	walkElements(d.Root(), func(e *etree.Element) {
		prefixes := []string{e.Space}
		for _, a := range e.Attr {
			if a.Space != "xmlns" && a.Space != "xml" {
				prefixes = append(prefixes, a.Space)
			}
		}
		for _, prefix := range prefixes {
			if prefix != "" && err == nil && !declaredIn(e, prefix) && !declared(parent, prefix) {
				err = undeclaredError(prefix)
			}
		}
	})
	return err
}

func walkElements(e *etree.Element, visit func(*etree.Element)) {
	visit(e)
	for _, c := range e.ChildElements() {
		walkElements(c, visit)
	}
}

// declared reports whether a prefix means something at n.
func declared(n *node, prefix string) bool {
	e, ok := n.token.(*etree.Element)
	return ok && declaredIn(e, prefix)
}

func declaredIn(e *etree.Element, prefix string) bool {
	for ; e != nil; e = e.Parent() {
		if slices.ContainsFunc(e.Attr, func(a etree.Attr) bool { return a.Space == "xmlns" && a.Key == prefix }) {
			return true
		}
	}
	return false
}

func undeclaredError(prefix string) error {
	return fmt.Errorf("the prefix %s is not declared: add xmlns:%s='…'", prefix, prefix)
}
