package dom

import "strings"

// isLatin1 reports whether the declaration of a document says that it is in
// ISO 8859-1.
func isLatin1(text string) bool {
	head, _, ok := strings.Cut(text, "?>")
	_, enc, found := strings.Cut(head, "encoding")
	if !ok || !found || !strings.HasPrefix(head, "<?xml") {
		return false
	}
	enc = strings.TrimLeft(enc, " \t\r\n=")
	if enc == "" {
		return false
	}
	name, _, _ := strings.Cut(enc[1:], enc[:1])
	return strings.EqualFold(name, "ISO-8859-1") || strings.EqualFold(name, "latin1")
}

// fromLatin1 turns each byte into the character that it is in ISO 8859-1.
func fromLatin1(text string) string {
	runes := make([]rune, len(text))
	for i := range len(text) {
		runes[i] = rune(text[i])
	}
	return string(runes)
}
