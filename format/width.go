package format

import (
	"unicode"
	"unicode/utf8"

	"github.com/mattn/go-runewidth"
)

// printable reports whether r, decoded from size bytes, is shown as it is. It
// agrees with virsh on glibc 2.36 in C.UTF-8 for all characters of Unicode 14:
// everything that is assigned and no control, line or paragraph separator.
func printable(r rune, size int) bool {
	if r == utf8.RuneError && size == 1 {
		return false // an invalid byte
	}
	return unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.P, unicode.S,
		unicode.Zs, unicode.Cf, unicode.Co)
}

// runeWidth returns the columns that virsh counts for the printable character r,
// whatever the environment says of East Asian widths. It was compared with virsh
// for every character.
func runeWidth(r rune) int {
	switch {
	case r < utf8.RuneSelf:
		return 1
	case zeroWidth(r):
		return 0
	case narrowSymbol(r):
		return 1
	}
	return max(1, (&runewidth.Condition{StrictEmojiNeutral: true}).RuneWidth(r))
}

// zeroWidth reports whether r adds to the character before it, or is invisible.
func zeroWidth(r rune) bool {
	switch {
	case r == '\u00ad': // soft hyphen
		return false
	case r >= 0x1160 && r <= 0x11ff, // Hangul vowels and final consonants
		r >= 0xd7b0 && r <= 0xd7c6, r >= 0xd7cb && r <= 0xd7fb: // and the extended ones
		return true
	}
	return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf)
}

// narrowSymbol reports whether r is one of the symbols that have been wide only
// since Unicode 16.
func narrowSymbol(r rune) bool {
	switch {
	case r >= 0x2630 && r <= 0x2637, // trigrams
		r >= 0x268a && r <= 0x268f,   // monograms and digrams
		r >= 0x4dc0 && r <= 0x4dff,   // hexagrams
		r >= 0x1d300 && r <= 0x1d356, // Tai Xuan Jing symbols
		r >= 0x1d360 && r <= 0x1d376: // counting rods
		return true
	}
	return false
}
