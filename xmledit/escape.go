package xmledit

import "strings"

// escapeText writes a text as the content of an element.
func escapeText(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#13;").Replace(text)
}

// escapeAttribute writes a text as the value of an attribute between two quotes.
// White space other than blanks would not survive as it is.
func escapeAttribute(text string, quote byte) string {
	mark := "&apos;"
	if quote == '"' {
		mark = "&quot;"
	}
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", string(quote), mark,
		"\t", "&#9;", "\n", "&#10;", "\r", "&#13;").Replace(text)
}
