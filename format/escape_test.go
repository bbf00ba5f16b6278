package format

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestEscape(t *testing.T) {
	for in, want := range map[string]string{
		"":                 "",
		"plain ~ text":     "plain ~ text",
		"\x00\t\n\x1f":     `\x00\x09\x0a\x1f`,
		"\x7f":             `\x7f`,
		`\`:                `\`,
		`\x`:               `\x5cx`,
		`a\x41\X\\x`:       `a\x5cx41\X\\x5cx`,
		"é日":               "é日",
		"\u0085\u2028":     `\xff\xff\xff\xff\xff`,
		"a\xffb\xc3":       `a\xffb\xff`,
		"\xe6\x97":         `\xff\xff`,
		"\xed\xa0\x80":     `\xff\xff\xff`,
		"\xf4\x90\x80\x80": `\xff\xff\xff\xff`,
	} {
		if got := Escape(in); got != want {
			t.Errorf("Escape(%q) = %q, want %q", in, got, want)
		}
	}
}

// FuzzEscape holds what a reader of a table relies on: a cell is one line of
// printable characters, its columns are counted right, an ASCII cell can be read
// back, and nothing printable is lost.
func FuzzEscape(f *testing.F) {
	for _, s := range oddNames() {
		f.Add(s)
	}
	f.Add("\xff\xc3\x28")
	f.Fuzz(func(t *testing.T, s string) {
		cell, width := escape(s)
		if !utf8.ValidString(cell) {
			t.Fatalf("%q: cell %q is not UTF-8", s, cell)
		}
		if width != columns(cell) {
			t.Fatalf("%q: cell %q has %d columns, not %d", s, cell, columns(cell), width)
		}
		for _, r := range cell {
			if !printable(r, utf8.RuneLen(r)) {
				t.Fatalf("%q: cell %q has unprintable %U", s, cell, r)
			}
		}
		if got, want := unescape(cell), masked(s); got != want {
			t.Fatalf("%q: cell %q reads back as %q, want %q", s, cell, got, want)
		}
	})
}

// unescape reads a cell back to bytes.
func unescape(cell string) string {
	const digits = "0123456789abcdef"
	var b strings.Builder
	for i := 0; i < len(cell); i++ {
		if literalEscape(cell, i) {
			b.WriteByte(byte(strings.IndexByte(digits, cell[i+2])<<4 | strings.IndexByte(digits, cell[i+3])))
			i += 3
			continue
		}
		b.WriteByte(cell[i])
	}
	return b.String()
}

// masked is s with what a cell cannot tell, the bytes of unprintable characters
// beyond ASCII, as 0xff.
func masked(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r < utf8.RuneSelf || printable(r, size) {
			b.WriteString(s[:size])
		} else {
			b.WriteString(strings.Repeat("\xff", size))
		}
		s = s[size:]
	}
	return b.String()
}
