package xmledit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// A span is the bytes of a text from start to end.
type span struct{ start, end int }

// A place is where a node stands in the text of its document.
type place struct {
	whole span // all of it: an element with its tags, an attribute with its name
	inner span // what it has: between the tags, the quotes, the marks of a comment
	tag   span // of an element: the start tag
	quote byte // of an attribute: the mark around the value
}

// empty reports whether an element is written as one tag.
func (p *place) empty() bool { return p.tag == p.whole }

// A source is a document with the places of its nodes. etree keeps what a text
// means but not how it is written; edits go into the text itself, so that all
// else stays as it was, byte for byte.
type source struct {
	text   string
	doc    *etree.Document
	tokens map[etree.Token]place
	attrs  map[*etree.Attr]place
}

// errPlaces is the error of a document whose text and tree do not go together.
var errPlaces = errors.New("invalid XML document: its text cannot be followed")

// newSource parses a document and finds where everything in it stands.
func newSource(text string) (*source, error) {
	doc, err := parse(text)
	if err != nil {
		return nil, err
	}
	s := &source{text: text, doc: doc, tokens: make(map[etree.Token]place), attrs: make(map[*etree.Attr]place)}
	sc := scanner{text: text}
	if err := s.children(&sc, &doc.Element); err != nil {
		return nil, err
	}
	if sc.pos != len(text) {
		return nil, errPlaces
	}
	return s, nil
}

const emptyCDATA = "<![CDATA[]]>"

// children finds the children of e, which begin where sc stands.
func (s *source) children(sc *scanner, e *etree.Element) error {
	for _, t := range e.Child {
		if c, ok := t.(*etree.CharData); ok && c.Data == "" && !strings.HasPrefix(sc.text[sc.pos:], emptyCDATA) {
			continue // nothing of the text became this
		}
		m, ok := sc.next()
		if !ok || m.kind != markOf(t) {
			return errPlaces
		}
		p := place{whole: m.whole, inner: m.inner}
		if c, ok := t.(*etree.Element); ok {
			if len(m.attrs) != len(c.Attr) {
				return fmt.Errorf("invalid XML document: element %s has an attribute twice", c.FullTag())
			}
			for i := range c.Attr {
				s.attrs[&c.Attr[i]] = m.attrs[i]
			}
			p.tag = m.whole
			if !m.closed {
				if err := s.children(sc, c); err != nil {
					return err
				}
				end, ok := sc.next()
				if !ok || end.kind != endMark {
					return errPlaces
				}
				p.inner = span{m.whole.end, end.whole.start}
				p.whole.end = end.whole.end
			}
		}
		s.tokens[t] = p
	}
	return nil
}

// place returns where n stands. The root of a document is all of it.
func (s *source) place(n *node) place {
	switch n.kind {
	case attributeNode:
		return s.attrs[n.attr]
	case rootNode:
		all := span{0, len(s.text)}
		return place{whole: all, inner: all}
	}
	return s.tokens[n.token]
}

func (s *source) at(p span) string { return s.text[p.start:p.end] }

// lineIndent returns the blanks at the beginning of the line that pos is in, and
// whether nothing else stands before pos.
func (s *source) lineIndent(pos int) (string, bool) {
	line := s.text[strings.LastIndexByte(s.text[:pos], '\n')+1 : pos]
	rest := strings.TrimLeft(line, " \t")
	return line[:len(line)-len(rest)], rest == ""
}

// A mark is one piece of markup, or the text between two.
type mark struct {
	kind   markKind
	whole  span
	inner  span
	attrs  []place // of a start tag
	closed bool    // a start tag that is the end tag, too
}

type markKind uint8

const (
	startMark markKind = iota
	endMark
	textMark
	cdataMark
	commentMark
	procInstMark
	directiveMark
)

// markOf returns what stands in the text for a token.
func markOf(t etree.Token) markKind {
	switch t := t.(type) {
	case *etree.Element:
		return startMark
	case *etree.CharData:
		if t.IsCData() {
			return cdataMark
		}
		return textMark
	case *etree.Comment:
		return commentMark
	case *etree.ProcInst:
		return procInstMark
	}
	return directiveMark
}

// A scanner finds the markup of a document that is known to be well-formed.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) next() (mark, bool) {
	rest := s.text[s.pos:]
	switch {
	case rest == "":
		return mark{}, false
	case rest[0] != '<':
		n := strings.IndexByte(rest, '<')
		if n < 0 {
			n = len(rest)
		}
		return s.take(textMark, 0, n, 0)
	case strings.HasPrefix(rest, "<![CDATA["):
		return s.upTo(cdataMark, "<![CDATA[", "]]>")
	case strings.HasPrefix(rest, "<!--"):
		return s.upTo(commentMark, "<!--", "-->")
	case strings.HasPrefix(rest, "<?"):
		return s.upTo(procInstMark, "<?", "?>")
	case strings.HasPrefix(rest, "</"):
		return s.upTo(endMark, "</", ">")
	case strings.HasPrefix(rest, "<!"):
		n := directiveLen(rest)
		return s.take(directiveMark, 0, n, 0)
	}
	return s.startTag()
}

// take returns the next n bytes as a mark; head and tail of them are markup.
func (s *scanner) take(kind markKind, head, n, tail int) (mark, bool) {
	if n < head+tail || n == 0 {
		return mark{}, false
	}
	m := mark{
		kind:  kind,
		whole: span{s.pos, s.pos + n},
		inner: span{s.pos + head, s.pos + n - tail},
	}
	s.pos += n
	return m, true
}

func (s *scanner) upTo(kind markKind, head, tail string) (mark, bool) {
	n := strings.Index(s.text[s.pos+len(head):], tail)
	if n < 0 {
		return mark{}, false
	}
	return s.take(kind, len(head), len(head)+n+len(tail), len(tail))
}

// directiveLen returns the length of the directive, such as a document type,
// that rest begins with; 0 if it does not end.
func directiveLen(rest string) int {
	depth := 0
	var quote byte
	for i := 0; i < len(rest); i++ {
		switch c := rest[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case strings.HasPrefix(rest[i:], "<!--"):
			n := strings.Index(rest[i:], "-->")
			if n < 0 {
				return 0
			}
			i += n + len("-->") - 1
		case c == '"' || c == '\'':
			quote = c
		case c == '<':
			depth++
		case c == '>':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return 0
}

func (s *scanner) startTag() (mark, bool) {
	m := mark{kind: startMark, whole: span{start: s.pos}}
	i := s.pos + 1
	i += nameLen(s.text[i:])
	for {
		i += len(s.text[i:]) - len(strings.TrimLeft(s.text[i:], xmlSpace))
		rest := s.text[i:]
		switch {
		case strings.HasPrefix(rest, "/>"):
			m.closed = true
			i += len("/>")
		case strings.HasPrefix(rest, ">"):
			i++
		default:
			a, ok := s.attribute(i)
			if !ok {
				return mark{}, false
			}
			m.attrs = append(m.attrs, a)
			i = a.whole.end
			continue
		}
		m.whole.end = i
		m.inner = span{i, i}
		s.pos = i
		return m, true
	}
}

// attribute returns the place of the attribute whose name begins at i.
func (s *scanner) attribute(i int) (place, bool) {
	p := place{whole: span{start: i}}
	n := nameLen(s.text[i:])
	j := i + n
	j += len(s.text[j:]) - len(strings.TrimLeft(s.text[j:], xmlSpace))
	if n == 0 || !strings.HasPrefix(s.text[j:], "=") {
		return place{}, false
	}
	j++
	j += len(s.text[j:]) - len(strings.TrimLeft(s.text[j:], xmlSpace))
	if j == len(s.text) || s.text[j] != '"' && s.text[j] != '\'' {
		return place{}, false
	}
	p.quote = s.text[j]
	j++
	length := strings.IndexByte(s.text[j:], p.quote)
	if length < 0 {
		return place{}, false
	}
	p.inner = span{j, j + length}
	p.whole.end = p.inner.end + 1
	return p, true
}

// nameLen returns the length of the name that rest begins with.
func nameLen(rest string) int {
	n := strings.IndexAny(rest, xmlSpace+"=/>")
	if n < 0 {
		return len(rest)
	}
	return n
}
