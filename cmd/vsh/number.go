package vsh

import (
	"math"
	"strconv"
	"strings"
)

// The numbers of the command line are those of C's strtol in base 10: blanks may
// precede them, a sign too, and nothing may follow.

// ParseInt32 reads a number as C's strtol does: in base 10, or, with anyBase, in
// the base that the prefix 0x or 0 tells. All of s must be the number.
func ParseInt32(s string, anyBase bool) (n int32, ok bool) {
	v, ok := parseInt(s, 32)
	if !anyBase {
		return int32(v), ok
	}
	s = strings.ToLower(strings.TrimLeft(s, blanks))
	sign := ""
	if s != "" && (s[0] == '-' || s[0] == '+') {
		sign, s = s[:1], s[1:]
	}
	base := 10
	if hex, isHex := strings.CutPrefix(s, "0x"); isHex {
		base, s = 16, hex
	} else if strings.HasPrefix(s, "0") {
		base = 8
	}
	if strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") {
		return 0, false
	}
	v, err := strconv.ParseInt(sign+s, base, 32)
	return int32(v), err == nil
}

// blanks are what isspace of C accepts.
const blanks = " \t\n\v\f\r"

// cNumber parts the digits of a number at the front of s from the rest.
func cNumber(s string) (negative bool, digits, rest string) {
	s = strings.TrimLeft(s, blanks)
	if s != "" && (s[0] == '-' || s[0] == '+') {
		negative = s[0] == '-'
		s = s[1:]
	}
	n := 0
	for n < len(s) && '0' <= s[n] && s[n] <= '9' {
		n++
	}
	return negative, s[:n], s[n:]
}

// parseInt reads a signed number of the given size.
func parseInt(s string, bits int) (int64, bool) {
	negative, digits, rest := cNumber(s)
	if rest != "" {
		return 0, false
	}
	if negative {
		digits = "-" + digits
	}
	n, err := strconv.ParseInt(digits, 10, bits)
	return n, err == nil
}

// parseUint reads an unsigned number of the given size. wrap accepts a minus,
// which counts down from the greatest number.
func parseUint(s string, bits int, wrap bool) (uint64, bool) {
	negative, digits, rest := cNumber(s)
	if rest != "" || negative && !wrap {
		return 0, false
	}
	n, err := strconv.ParseUint(digits, 10, bits)
	if err != nil {
		return 0, false
	}
	if negative {
		n = -n & (math.MaxUint64 >> (64 - bits))
	}
	return n, true
}

// ParseScaled reads a size: a number and, at once after it, a suffix of any
// letter case. b, byte and bytes are 1; k, m, g, t, p, e with or without ib are
// the powers of 1024; with b, the powers of 1000. Without a suffix the number
// counts units of unit bytes. The result is in bytes and not over limit.
//
// The error says what is wrong with the suffix or the size, and nothing, as
// virsh does, when there is no number at all.
func ParseScaled(s string, unit, limit uint64) (uint64, error) {
	negative, digits, suffix := cNumber(s)
	n, err := strconv.ParseUint(digits, 10, 64)
	if err != nil || negative {
		return 0, ErrQuiet
	}
	scale, ok := suffixScale(suffix)
	if suffix == "" {
		scale, ok = unit, true
	}
	if !ok {
		return 0, Failf("invalid argument: unknown suffix '%s'", suffix)
	}
	if n > limit/scale {
		return 0, Failf("numerical overflow: value too large: %d%s", n, suffix)
	}
	return n * scale, nil
}

// suffixScale returns the bytes that a suffix stands for.
func suffixScale(suffix string) (uint64, bool) {
	suffix = strings.ToLower(suffix)
	switch suffix {
	case "b", "byte", "bytes":
		return 1, true
	case "":
		return 0, false
	}
	power := strings.IndexByte("kmgtpe", suffix[0]) + 1
	if power == 0 {
		return 0, false
	}
	base := uint64(0)
	switch suffix[1:] {
	case "", "ib":
		base = 1024
	case "b":
		base = 1000
	default:
		return 0, false
	}
	scale := uint64(1)
	for range power {
		scale *= base
	}
	return scale, true
}
