package virt

import (
	"strconv"
	"strings"
)

// word is the word for one value of an enum, or for one flag.
type word struct {
	value int64
	text  string
}

// enumString returns the word for v, or the name of the type with the number.
func enumString(typ string, v int64, words []word) string {
	for _, w := range words {
		if w.value == v {
			return w.text
		}
	}
	return typ + "(" + strconv.FormatInt(v, 10) + ")"
}

// flagString returns the words of the flags in v with | between them; bits that
// have no word are shown in base 16, and no bits as the word for 0, if any.
func flagString(v uint64, words []word) string {
	var parts []string
	rest := v
	for _, w := range words {
		if bit := uint64(w.value); bit == v || rest&bit != 0 {
			parts = append(parts, w.text)
			rest &^= bit
		}
	}
	if rest != 0 || len(parts) == 0 {
		parts = append(parts, "0x"+strconv.FormatUint(rest, 16))
	}
	return strings.Join(parts, "|")
}
