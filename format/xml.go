package format

import (
	"encoding/xml"
	"fmt"
	"unicode"
	"unicode/utf8"
)

// xmlRoot is the root element of every result.
const xmlRoot = "result"

// appendXML appends n as an element with this name and level of indentation. An
// object's fields are elements, a list's elements are called item, null has the
// attribute null="true". A field whose name is no XML name is an element field
// with the attribute name. What there is may be written out on the way, see [spill].
func appendXML(buf []byte, name string, n *node, level int, out spill) []byte {
	buf = appendRepeated(buf, ' ', 2*level)
	buf = append(buf, '<')
	tag := name
	if xmlName(name) {
		buf = append(buf, tag...)
	} else {
		tag = "field"
		buf = append(buf, `field name="`...)
		buf = appendXMLText(buf, name, true)
		buf = append(buf, '"')
	}
	switch {
	case n.kind == nullNode:
		return append(buf, " null=\"true\"/>\n"...)
	case n.count() == 0 && n.text == "":
		return append(buf, "/>\n"...)
	}
	buf = append(buf, '>')
	if n.scalar() {
		buf = appendXMLText(buf, n.text, false)
	} else {
		buf = append(buf, '\n')
		for i := range n.count() {
			key := "item"
			if n.kind == objectNode {
				key = n.keys[i]
			}
			buf = out.when(appendXML(buf, key, n.at(i), level+1, out))
		}
		buf = appendRepeated(buf, ' ', 2*level)
	}
	buf = append(buf, "</"...)
	buf = append(buf, tag...)
	return append(buf, ">\n"...)
}

// appendXMLText appends s as text, or as the value of an attribute. Characters
// that XML 1.0 cannot carry become U+FFFD.
func appendXMLText(buf []byte, s string, attribute bool) []byte {
	for _, r := range s {
		switch {
		case r == '<':
			buf = append(buf, "&lt;"...)
		case r == '>':
			buf = append(buf, "&gt;"...)
		case r == '&':
			buf = append(buf, "&amp;"...)
		case r == '\r', attribute && (r == '"' || r == '\n' || r == '\t'):
			// A reader would take the first for a newline, and the others for
			// blanks or the end of the value.
			buf = fmt.Appendf(buf, "&#%d;", r)
		case r < ' ' && r != '\t' && r != '\n', r == 0xfffe, r == 0xffff:
			buf = utf8.AppendRune(buf, utf8.RuneError)
		default:
			buf = utf8.AppendRune(buf, r)
		}
	}
	return buf
}

// xmlName reports whether s may be an element's name. Letters beyond ASCII are
// fewer here than in XML, and no name has a colon, which means a namespace.
func xmlName(s string) bool {
	for i, r := range s {
		letter := r < 0x80 && unicode.IsLetter(r) || r == '_'
		if !letter && (i == 0 || !(r >= '0' && r <= '9' || r == '-' || r == '.')) {
			return false
		}
	}
	return s != ""
}

// xmlHeader is the declaration that begins every document.
const xmlHeader = xml.Header
