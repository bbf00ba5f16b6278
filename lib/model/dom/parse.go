package dom

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Bounds of a document.
const (
	MaxSize  = 10 << 20 // bytes; what virsh reads of a file
	MaxDepth = 256      // elements within each other; xmlParserMaxDepth
	maxAttrs = 1 << 12  // attributes of one element; duplicates are looked for one by one
)

// Parse reads a whole document and returns its root element. doc says what kind of
// document it is, for errors; all of them are *SyntaxError. References to entities
// that the document itself would have to declare are refused, so nothing grows
// when read and nothing outside the document is ever opened.
func Parse(doc, text string) (root *Node, err error) { return parse("("+doc+")", text) }

// ParseAs is Parse for a kind of document that errors name without parentheses.
func ParseAs(name, text string) (*Node, error) { return parse(name, text) }

// ParseFile is Parse for what a file has, whose path names it in errors. Unlike a
// text, a file may be in Latin-1, if its declaration says so. At a NUL the reader
// takes it to end, as libvirt's does.
func ParseFile(path string, contents []byte) (*Node, error) {
	text, _, _ := strings.Cut(string(contents), "\x00")
	if isLatin1(text) {
		text = fromLatin1(text)
	}
	return parse(path, text)
}

func parse(doc, text string) (root *Node, err error) {
	p := &parser{doc: doc, in: text}
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*SyntaxError)
			if !ok {
				panic(r)
			}
			root, err = nil, e
		}
	}()
	if len(text) > MaxSize {
		// without its first line, which may be all of it
		return nil, &SyntaxError{Doc: doc, Line: 1, Msg: fmt.Sprintf("the document has more than the %d bytes that are read", MaxSize)}
	}
	return p.document(), nil
}

// parser is a cursor. Its methods panic with *SyntaxError, which Parse recovers:
// a dozen mutually recursive productions read better without a check after each.
type parser struct {
	doc   string
	in    string
	pos   int
	depth int
	scope []binding // namespace declarations in force, the innermost last

	lines, counted int // line breaks before the position counted
}

// binding is one declaration of a namespace prefix, empty for the default.
type binding struct{ prefix, space string }

func (p *parser) fail(format string, args ...any) {
	line := 1 + strings.Count(p.in[:p.pos], "\n")
	start := strings.LastIndexByte(p.in[:p.pos], '\n') + 1
	src := p.in[start:]
	if i := strings.IndexByte(src, '\n'); i >= 0 {
		src = src[:i]
	}
	panic(&SyntaxError{Doc: p.doc, Line: line, Column: p.pos - start, Msg: fmt.Sprintf(format, args...), Source: src})
}

func (p *parser) eof() bool { return p.pos >= len(p.in) }

func (p *parser) peek() byte {
	if p.eof() {
		return 0
	}
	return p.in[p.pos]
}

func (p *parser) has(s string) bool { return strings.HasPrefix(p.in[p.pos:], s) }

func (p *parser) skip(s string) bool {
	if !p.has(s) {
		return false
	}
	p.pos += len(s)
	return true
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

func (p *parser) blanks() (any bool) {
	for !p.eof() && isBlank(p.in[p.pos]) {
		p.pos++
		any = true
	}
	return any
}

func (p *parser) document() *Node {
	if p.in == "" {
		p.fail("Document is empty")
	}
	p.skip("\uFEFF")
	if p.has("<?xml") && p.pos+5 < len(p.in) && isBlank(p.in[p.pos+5]) {
		p.pos += 5
		p.declaration()
	}
	p.misc()
	if p.has("<!DOCTYPE") {
		p.doctype()
		p.misc()
	}
	if p.peek() != '<' {
		p.fail("Start tag expected, '<' not found")
	}
	root := p.element()
	p.misc()
	if !p.eof() {
		p.fail("Extra content at the end of the document")
	}
	return root
}

// misc skips what may stand around the root element.
func (p *parser) misc() {
	for {
		p.blanks()
		switch {
		case p.skip("<!--"):
			p.comment()
		case p.skip("<?"):
			p.procInst()
		default:
			return
		}
	}
}

// line returns the number of the current line. Positions only grow, so each
// line break is counted once.
func (p *parser) line() int {
	p.lines += strings.Count(p.in[p.counted:p.pos], "\n")
	p.counted = p.pos
	return 1 + p.lines
}

func (p *parser) element() *Node {
	n := &Node{Line: p.line()}
	p.pos++
	p.depth++
	if p.depth > MaxDepth {
		p.fail("Excessive depth in document: %d use XML_PARSE_HUGE option", MaxDepth)
	}
	qname := p.name()
	if qname == "" {
		p.fail("StartTag: invalid element name")
	}
	outer := len(p.scope)
	empty := p.attributes(n, qname)
	p.resolve(n, qname)
	if !empty {
		p.content(n, qname)
		p.endTag(n, qname)
	}
	p.scope = p.scope[:outer]
	p.depth--
	return n
}

// attributes reads up to the end of a start tag and reports whether the tag was
// an empty element's.
func (p *parser) attributes(n *Node, qname string) (empty bool) {
	for {
		blank := p.blanks()
		switch {
		case p.eof():
			p.fail("Couldn't find end of Start Tag %s line %d", qname, n.Line)
		case p.skip(">"):
			return false
		case p.skip("/>"):
			return true
		case !blank && len(n.Attrs) > 0:
			p.fail("attributes construct error")
		}
		name := p.name()
		if name == "" {
			p.fail("error parsing attribute name")
		}
		p.blanks()
		if !p.skip("=") {
			p.fail("Specification mandates value for attribute %s", name)
		}
		p.blanks()
		value := p.attrValue()
		if _, ok := n.Attr(name); ok {
			p.fail("Attribute %s redefined", name)
		}
		if len(n.Attrs) == maxAttrs {
			p.fail("%s has more than %d attributes", qname, maxAttrs)
		}
		n.Attrs = append(n.Attrs, Attr{name, value})
		if name == "xmlns" {
			p.scope = append(p.scope, binding{"", value})
		} else if prefix, ok := strings.CutPrefix(name, "xmlns:"); ok {
			p.scope = append(p.scope, binding{prefix, value})
		}
	}
}

// resolve sets the name and the namespace of an element. A prefix that nobody
// declared stays part of the name, as libxml2 has it.
func (p *parser) resolve(n *Node, qname string) {
	prefix, local, ok := strings.Cut(qname, ":")
	if !ok {
		prefix, local = "", qname
	}
	for i := len(p.scope) - 1; i >= 0; i-- {
		if p.scope[i].prefix == prefix {
			n.Prefix, n.Name, n.Space = prefix, local, p.scope[i].space
			return
		}
	}
	n.Name = qname
}

func (p *parser) content(n *Node, qname string) {
	for {
		switch {
		case p.eof():
			p.fail("Premature end of data in tag %s line %d", qname, n.Line)
		case p.has("</"):
			return
		case p.skip("<![CDATA["):
			n.Kids = append(n.Kids, &Node{Kind: CData, Data: p.cdata()})
		case p.skip("<!--"):
			n.Kids = append(n.Kids, &Node{Kind: Comment, Data: p.comment()})
		case p.skip("<?"):
			n.Kids = append(n.Kids, p.procInst())
		case p.peek() == '<':
			n.Kids = append(n.Kids, p.element())
		default:
			if t := p.chars(); t != "" {
				n.Kids = append(n.Kids, &Node{Kind: Text, Data: t})
			}
		}
	}
}

func (p *parser) endTag(n *Node, qname string) {
	p.pos += len("</")
	name := p.name()
	p.blanks()
	if !p.skip(">") {
		p.fail("expected '>'")
	}
	if name != qname {
		p.fail("Opening and ending tag mismatch: %s line %d and %s", qname, n.Line, name)
	}
}

// name reads a qualified name, empty if there is none.
func (p *parser) name() string {
	start := p.pos
	for !p.eof() {
		r, size := utf8.DecodeRuneInString(p.in[p.pos:])
		if r == utf8.RuneError && size < 2 || !isNameRune(r, p.pos == start) {
			break
		}
		p.pos += size
	}
	return p.in[start:p.pos]
}

// isNameRune is the production NameChar of XML 1.0, fifth edition.
func isNameRune(r rune, first bool) bool {
	switch {
	case r == ':' || r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z':
		return true
	case r == '-' || r == '.' || r >= '0' && r <= '9' || r == 0xB7 || r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040:
		return !first
	}
	return r >= 0xC0 && r <= 0x2FF && r != 0xD7 && r != 0xF7 || r >= 0x370 && r <= 0x1FFF && r != 0x37E ||
		r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F || r >= 0x2C00 && r <= 0x2FEF ||
		r >= 0x3001 && r <= 0xD7FF || r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD || r >= 0x10000 && r <= 0xEFFFF
}
