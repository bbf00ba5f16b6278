package format

import (
	"slices"
	"strings"
)

// appendYAML appends n as a block in YAML 1.2 that readers of YAML 1.1 also
// understand. The block starts where buf ends: at the beginning of a line of
// this level, or after "- " one level up. It ends with a newline. What there is
// may be written out on the way, see [spill].
func appendYAML(buf []byte, n *node, level int, out spill) []byte {
	if inline(n) {
		return append(appendYAMLInline(buf, n, level), '\n')
	}
	for i := range n.count() {
		item := n.at(i)
		if i > 0 {
			buf = appendRepeated(buf, ' ', 2*level)
		}
		if n.kind == listNode {
			buf = append(buf, "- "...)
			buf = out.when(appendYAML(buf, item, level+1, out))
			continue
		}
		buf = appendYAMLKey(buf, n.keys[i], level)
		if inline(item) {
			buf = append(buf, ' ')
			buf = append(appendYAMLInline(buf, item, level+1), '\n')
			continue
		}
		buf = append(buf, '\n')
		buf = appendRepeated(buf, ' ', 2*(level+1))
		buf = out.when(appendYAML(buf, item, level+1, out))
	}
	return buf
}

// longKey is the length in bytes from which a key needs a line of its own; YAML
// allows a short one 1024 characters.
const longKey = 1000

// appendYAMLKey appends a key with its colon.
func appendYAMLKey(buf []byte, key string, level int) []byte {
	start := len(buf)
	buf = appendYAMLString(buf, key)
	if len(buf)-start >= longKey {
		buf = slices.Insert(buf, start, '?', ' ')
		buf = append(buf, '\n')
		buf = appendRepeated(buf, ' ', 2*level)
	}
	return append(buf, ':')
}

// inline reports whether n stands on the line of its key.
func inline(n *node) bool { return n.scalar() || n.count() == 0 }

// appendYAMLInline appends a scalar or an empty collection without the last
// newline. The lines of a text are indented to level.
func appendYAMLInline(buf []byte, n *node, level int) []byte {
	switch n.kind {
	case nullNode:
		return append(buf, "null"...)
	case listNode:
		return append(buf, "[]"...)
	case objectNode:
		return append(buf, "{}"...)
	case stringNode:
		if level > 0 && literalBlock(n.text) {
			return appendLiteral(buf, n.text, level)
		}
		return appendYAMLString(buf, n.text)
	}
	return append(buf, n.text...)
}

// appendYAMLString appends s on one line: plain if no reader can take that for
// anything but this string, else in double quotes.
func appendYAMLString(buf []byte, s string) []byte {
	if plainYAML(s) {
		return append(buf, s...)
	}
	return appendQuoted(buf, s, escapeYAML)
}

// plainYAML is narrower than YAML: letters, digits and a few marks, beginning
// with a letter or a slash, no word that YAML 1.1 or 1.2 reads as something else.
// A leading digit is quoted since it may begin a number, a date or a time.
func plainYAML(s string) bool {
	if s == "" || s[len(s)-1] == ' ' {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c|0x20 >= 'a' && c|0x20 <= 'z', c == '/':
		case i == 0:
			return false
		case c >= '0' && c <= '9', strings.IndexByte("_-. ", c) >= 0:
		default:
			return false
		}
	}
	switch strings.ToLower(s) {
	case "y", "n", "yes", "no", "on", "off", "true", "false", "null":
		return false
	}
	return true
}

// escapeYAML reports whether r is escaped inside double quotes: what YAML calls
// unprintable, and its line breaks.
func escapeYAML(r rune) bool {
	return escapeJSON(r) || r == 0x2028 || r == 0x2029 || r == 0xfeff || r == 0xfffe || r == 0xffff
}

// literalBlock reports whether s is a text of several lines that a literal block
// shows unchanged. A first line that is empty or indented would need an
// indentation indicator; such texts are quoted.
func literalBlock(s string) bool {
	if !strings.Contains(s, "\n") || s[0] == ' ' || s[0] == '\t' || s[0] == '\n' {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool {
		return r != '\n' && r != '\t' && escapeYAML(r)
	}) < 0
}

func appendLiteral(buf []byte, s string, level int) []byte {
	body := strings.TrimRight(s, "\n")
	switch len(s) - len(body) {
	case 0:
		buf = append(buf, "|-"...)
	case 1:
		buf = append(buf, '|')
	default:
		buf = append(buf, "|+"...)
	}
	for line := range strings.SplitSeq(body, "\n") {
		buf = append(buf, '\n')
		if line != "" {
			buf = appendRepeated(buf, ' ', 2*level)
			buf = append(buf, line...)
		}
	}
	// The caller ends the last line; further newlines belong to the text.
	return appendRepeated(buf, '\n', len(s)-len(body)-1)
}
