package xmledit

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is one word of an XPath expression.
type token struct {
	kind tokenKind
	text string // the symbol, the literal without quotes, the digits, the name
	// prefix of a name, with the name in text; * for any name
	prefix string
	at     int // byte offset in the expression
}

type tokenKind uint8

const (
	endToken      tokenKind = iota
	symbolToken             // ( ) [ ] . .. @ , :: / // | + - = != < <= > >= and the operators * and or div mod
	literalToken            // a string in quotes
	numberToken             // digits
	nameToken               // a name test
	callToken               // the name of a function or node type, before (
	axisToken               // the name of an axis, before ::
	variableToken           // a name after $
)

// symbols holds the symbols, longer ones before those they begin with.
var symbols = [...]string{"::", "//", "..", "!=", "<=", ">=", "(", ")", "[", "]", ".", "@", ",", "/", "|", "+", "-", "=", "<", ">"}

// lex parts an expression into its tokens, the last one endToken.
func lex(expr string) ([]token, error) {
	var tokens []token
	for at := 0; ; {
		at += len(expr[at:]) - len(strings.TrimLeft(expr[at:], xmlSpace))
		if at == len(expr) {
			return append(tokens, token{kind: endToken, at: at}), nil
		}
		t, size, err := scan(expr[at:], operandBefore(tokens))
		if err != nil {
			return nil, fmt.Errorf("%w at character %d", err, utf8.RuneCountInString(expr[:at])+1)
		}
		t.at = at
		tokens = append(tokens, t)
		at += size
	}
}

// operandBefore reports whether an operand ends with the last token, so that *
// and the words and, or, div, mod are operators (XPath 1.0, section 3.7).
func operandBefore(tokens []token) bool {
	if len(tokens) == 0 {
		return false
	}
	switch t := tokens[len(tokens)-1]; t.kind {
	case literalToken, numberToken, nameToken, variableToken:
		return true
	case symbolToken:
		switch t.text {
		case ")", "]", ".", "..":
			return true
		}
	}
	return false
}

// scan returns the token that s begins with, and its length in s.
func scan(s string, operand bool) (t token, size int, err error) {
	c := s[0]
	digitNext := len(s) > 1 && s[1] >= '0' && s[1] <= '9'
	switch {
	case c == '"' || c == '\'':
		end := strings.IndexByte(s[1:], c)
		if end < 0 {
			return t, 0, fmt.Errorf("missing %c of the string that begins", c)
		}
		return token{kind: literalToken, text: s[1 : end+1]}, end + 2, nil
	case c >= '0' && c <= '9' || c == '.' && digitNext:
		n := numberLength(s)
		return token{kind: numberToken, text: s[:n]}, n, nil
	case c == '*' && operand:
		return token{kind: symbolToken, text: "*"}, 1, nil
	case c == '*':
		return token{kind: nameToken, text: "*"}, 1, nil
	case c == '$':
		n := qualified(s[1:])
		if n == 0 {
			return t, 0, fmt.Errorf("missing name after $")
		}
		return token{kind: variableToken, text: s[1 : n+1]}, n + 1, nil
	}
	for _, symbol := range symbols {
		if strings.HasPrefix(s, symbol) {
			return token{kind: symbolToken, text: symbol}, len(symbol), nil
		}
	}
	return scanName(s, operand)
}

// scanName returns the name that s begins with, as what it is by its place.
func scanName(s string, operand bool) (t token, size int, err error) {
	if operand {
		switch word := s[:nameLength(s)]; word {
		case "and", "or", "div", "mod":
			return token{kind: symbolToken, text: word}, len(word), nil
		}
		return t, 0, fmt.Errorf("unexpected %q", firstRune(s))
	}
	n := qualified(s)
	if n == 0 {
		return t, 0, fmt.Errorf("unexpected %q", firstRune(s))
	}
	t = token{kind: nameToken, text: s[:n]}
	switch after := strings.TrimLeft(s[n:], xmlSpace); {
	case strings.HasPrefix(after, "("):
		t.kind = callToken
	case strings.HasPrefix(after, "::"):
		t.kind = axisToken
	default:
		if prefix, local, ok := strings.Cut(t.text, ":"); ok {
			t.prefix, t.text = prefix, local
		}
	}
	return t, n, nil
}

func firstRune(s string) string {
	_, size := utf8.DecodeRuneInString(s)
	return s[:size]
}

// numberLength returns the length of the number that s begins with.
func numberLength(s string) int {
	n := digits(s)
	if strings.HasPrefix(s[n:], ".") {
		n++
		n += digits(s[n:])
	}
	return n
}

func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

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
