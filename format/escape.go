package format

import (
	"strings"
	"unicode/utf8"
)

// Escape returns s as a cell of a virsh table, the way virsh shows it in a
// UTF-8 locale: printable characters as they are, and every byte of a control
// character, an unprintable character or an invalid sequence as \x and two
// hexadecimal digits. The backslash of a literal \x is written \x5c, so that no
// two different ASCII strings look the same.
//
// Bytes from 128 up all become \xff: virsh prints them through a signed char.
func Escape(s string) string {
	cell, _ := escape(s)
	return cell
}

// escape returns Escape(s) and the columns it takes on a terminal.
func escape(s string) (cell string, columns int) {
	if plain(s) {
		return s, len(s)
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case literalEscape(s, i) || c < ' ' || c == 0x7f:
			columns += appendHex(&b, c)
			i++
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			columns++
			i++
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if printable(r, size) {
				b.WriteString(s[i : i+size])
				columns += runeWidth(r)
			} else {
				for range size {
					columns += appendHex(&b, 0xff)
				}
			}
			i += size
		}
	}
	return b.String(), columns
}

// plain reports whether s is printable ASCII that needs no escape: nearly every
// cell there is.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '\\' && literalEscape(s, i) {
			return false
		}
	}
	return true
}

// literalEscape reports whether s has the two characters \x at i.
func literalEscape(s string, i int) bool {
	return s[i] == '\\' && i+1 < len(s) && s[i+1] == 'x'
}

// appendHex writes c as \xNN and returns the columns that takes.
func appendHex(b *strings.Builder, c byte) int {
	const digits = "0123456789abcdef"
	b.WriteString(`\x`)
	b.WriteByte(digits[c>>4])
	b.WriteByte(digits[c&15])
	return len(`\xNN`)
}
