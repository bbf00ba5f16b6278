package xmledit

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// rewrite returns an expression that means the same and that the XPath engine
// gets right. The engine takes p:* for a name, knows no processing instructions,
// fails on number() without argument, and matches a name without prefix by its
// prefix and not by its namespace, so that f finds <f xmlns="…">.
func rewrite(expr string, space scope) (string, error) {
	var out strings.Builder
	l := lexer{rest: expr}
	for l.next() {
		text := l.text
		switch {
		case l.kind == axisToken && l.name == "namespace":
			return "", errors.New("the axis namespace is not supported")
		case l.kind == callToken && l.name == "processing-instruction":
			target, err := l.target()
			if err != nil {
				return "", err
			}
			text = "node()[not(self::*) and not(self::text()) and not(self::comment())" + target + "]"
		case l.kind == callToken && contextual(l.name) && l.noArguments():
			text += "(.)"
		case l.kind == nameToken && l.prefix != "":
			uri, ok := space.prefixes[l.prefix]
			if !ok {
				return "", fmt.Errorf("the document declares no namespace prefix '%s'", l.prefix)
			}
			if l.name == "*" {
				text = "*[namespace-uri()=" + literal(uri) + "]"
			}
		case l.kind == nameToken && l.name != "*" && space.hasDefault && !l.attribute:
			text = noNamespace + ":" + l.name
		}
		out.WriteString(text)
	}
	return out.String(), nil
}

// noNamespace is a prefix that means no namespace.
const noNamespace = "_"

// literal returns s as a string of XPath 1.0. A namespace with both kinds of
// quotes cannot be written; its second kind is left out and nothing matches.
func literal(s string) string {
	if !strings.Contains(s, "'") {
		return "'" + s + "'"
	}
	return `"` + strings.ReplaceAll(s, `"`, "") + `"`
}

// A lexer parts an XPath expression into its tokens, as far as rewrite needs
// them. The tokens' texts put together are the expression.
type lexer struct {
	rest string

	text         string // of the token
	kind         tokenKind
	prefix, name string // of a name, an axis or a function
	attribute    bool   // the name stands on the attribute axis

	operand bool // an operand ended before this token, so an operator follows
	onAttr  bool // an attribute axis ended before this token
}

type tokenKind uint8

const (
	spaceToken   tokenKind = iota
	nameToken              // a name test; the name is * for p:* and *
	axisToken              // an axis without its colons
	callToken              // the name of a function or node type
	operandToken           // a literal, a number, a variable, . and ..
	closeToken             // ) or ]
	symbolToken            // everything else, operators that are words included
)

// next reads one token. It returns false at the end.
func (l *lexer) next() bool {
	if l.rest == "" {
		return false
	}
	l.prefix, l.name, l.attribute = "", "", false
	l.kind, l.text = l.scan()
	l.rest = l.rest[len(l.text):]
	switch l.kind {
	case spaceToken:
		return true
	case nameToken, operandToken, closeToken:
		l.attribute, l.operand = l.onAttr, true
	default:
		l.operand = false
	}
	l.onAttr = l.text == "@" || l.kind == axisToken && l.name == "attribute" || l.text == "::" && l.onAttr
	return true
}

func (l *lexer) scan() (tokenKind, string) {
	s := l.rest
	switch c := s[0]; {
	case strings.IndexByte(xmlSpace, c) >= 0:
		return spaceToken, s[:len(s)-len(strings.TrimLeft(s, xmlSpace))]
	case c == '"' || c == '\'':
		end := strings.IndexByte(s[1:], c)
		if end < 0 {
			return operandToken, s // the engine tells
		}
		return operandToken, s[:end+2]
	case c >= '0' && c <= '9' || c == '.':
		return operandToken, s[:len(s)-len(strings.TrimLeft(s, ".0123456789"))]
	case c == '$':
		return operandToken, s[:1+qualified(s[1:])]
	case c == ')' || c == ']':
		return closeToken, s[:1]
	case c == '*' && !l.operand:
		l.name = "*"
		return nameToken, s[:1]
	case strings.HasPrefix(s, "::"):
		return symbolToken, s[:2]
	}
	n := qualified(s)
	switch {
	case n == 0:
		_, size := utf8.DecodeRuneInString(s)
		return symbolToken, s[:size]
	case l.operand: // and, or, div, mod
		n = nameLength(s)
		return symbolToken, s[:n]
	}
	l.prefix, l.name, _ = strings.Cut(s[:n], ":")
	if l.name == "" {
		l.prefix, l.name = "", l.prefix
	}
	switch after := strings.TrimLeft(s[n:], xmlSpace); {
	case strings.HasPrefix(after, "("):
		return callToken, s[:n]
	case strings.HasPrefix(after, "::"):
		return axisToken, s[:n]
	}
	return nameToken, s[:n]
}

// target reads the rest of processing-instruction(…) and returns the condition
// for its target, "" for any.
func (l *lexer) target() (condition string, err error) {
	body, rest, ok := strings.Cut(l.rest[strings.Index(l.rest, "(")+1:], ")")
	if !ok {
		return "", errors.New("missing ) after processing-instruction(")
	}
	l.rest, l.operand = rest, true
	switch body = strings.Trim(body, xmlSpace); {
	case body == "":
		return "", nil
	case len(body) < 2 || body[0] != body[len(body)-1] || body[0] != '"' && body[0] != '\'':
		return "", errors.New("processing-instruction() takes a literal")
	}
	return " and name()=" + body, nil
}

// contextual reports whether a function without argument takes the context node.
func contextual(function string) bool {
	switch function {
	case "string", "number", "string-length", "normalize-space":
		return true
	}
	return false
}

// noArguments reports whether empty parentheses follow, and reads them if so.
func (l *lexer) noArguments() bool {
	open := strings.TrimLeft(l.rest, xmlSpace)
	end, ok := strings.CutPrefix(open, "(")
	if !ok {
		return false
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(end, xmlSpace), ")")
	if ok {
		l.rest, l.operand = rest, true
	}
	return ok
}

// qualified returns the length of the name, prefix:name or prefix:* that s begins
// with, 0 if it begins with none.
func qualified(s string) int {
	n := nameLength(s)
	if n == 0 || !strings.HasPrefix(s[n:], ":") {
		return n
	}
	if strings.HasPrefix(s[n+1:], "*") {
		return n + 2
	}
	if local := nameLength(s[n+1:]); local > 0 {
		return n + 1 + local
	}
	return n // an axis, or wrong
}

// nameLength returns the length of the name without colon that s begins with.
func nameLength(s string) int {
	for i, r := range s {
		letter := r == '_' || unicode.IsLetter(r)
		if letter || i > 0 && (r == '-' || r == '.' || unicode.In(r, unicode.Nd, unicode.M) || r == 0xb7) {
			continue
		}
		return i
	}
	return len(s)
}
