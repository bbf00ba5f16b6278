package format

import "unicode/utf8"

// appendJSON appends n as JSON: compact when indent is negative, otherwise with
// two blanks per level, starting at that level, and no newline at the end.
func appendJSON(buf []byte, n *node, indent int) []byte { return appendJSONTo(buf, n, indent, nil) }

// appendJSONTo is appendJSON that may write out what it has, see [spill].
func appendJSONTo(buf []byte, n *node, indent int, out spill) []byte {
	switch n.kind {
	case nullNode:
		return append(buf, "null"...)
	case boolNode, numberNode:
		return append(buf, n.text...)
	case stringNode:
		return appendQuoted(buf, n.text, escapeJSON)
	}
	open, end := byte('{'), byte('}')
	if n.kind == listNode {
		open, end = '[', ']'
	}
	buf = append(buf, open)
	if n.count() == 0 {
		return append(buf, end)
	}
	inner := indent
	if indent >= 0 {
		inner++
	}
	for i := range n.count() {
		if i > 0 {
			buf = append(buf, ',')
		}
		buf = appendNewline(buf, inner)
		if n.kind == objectNode {
			buf = appendQuoted(buf, n.keys[i], escapeJSON)
			buf = append(buf, ':')
			if indent >= 0 {
				buf = append(buf, ' ')
			}
		}
		buf = out.when(appendJSONTo(buf, n.at(i), inner, out))
	}
	buf = appendNewline(buf, indent)
	return append(buf, end)
}

// appendNewline starts a new line at a level, or does nothing below 0.
func appendNewline(buf []byte, level int) []byte {
	if level < 0 {
		return buf
	}
	buf = append(buf, '\n')
	return appendRepeated(buf, ' ', 2*level)
}

// appendQuoted appends the valid UTF-8 string s in double quotes, with the
// escapes that JSON and YAML share. needsEscape tells which further characters
// are written as \u and \U escapes.
func appendQuoted(buf []byte, s string, needsEscape func(rune) bool) []byte {
	buf = append(buf, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			buf = append(buf, '\\', byte(r))
		case r == '\n':
			buf = append(buf, `\n`...)
		case r == '\r':
			buf = append(buf, `\r`...)
		case r == '\t':
			buf = append(buf, `\t`...)
		case needsEscape(r):
			buf = appendUnicode(buf, r)
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	return append(buf, '"')
}

// appendUnicode appends \uNNNN, or beyond that YAML's \UNNNNNNNN.
func appendUnicode(buf []byte, r rune) []byte {
	const hex = "0123456789abcdef"
	letter, digits := byte('u'), 4
	if r > 0xffff {
		letter, digits = 'U', 8
	}
	buf = append(buf, '\\', letter)
	for i := digits - 1; i >= 0; i-- {
		buf = append(buf, hex[r>>(4*i)&15])
	}
	return buf
}

// escapeJSON reports whether JSON demands that r is escaped, or a terminal is
// safer so: the control characters.
func escapeJSON(r rune) bool {
	return r < ' ' || r >= 0x7f && r < 0xa0
}
