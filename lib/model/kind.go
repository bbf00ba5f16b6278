package model

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// kind is how a value is checked and written: it returns the canonical form, or
// what is wrong with the value as the end of the XML reader's sentence.
type kind func(value string) (canonical, wrong string)

// str takes any text.
func str(v string) (string, string) { return v, "" }

// word takes one of a list of words.
func word(words ...string) kind {
	return func(v string) (string, string) {
		if slices.Contains(words, v) {
			return v, ""
		}
		return "", "."
	}
}

// The words of the two kinds of booleans.
var (
	yesNo = word("yes", "no")
	onOff = word("on", "off")
)

// Endings of the sentence about a bad number, as the XML reader has them.
const (
	wantInt  = ". Expected integer value"
	wantUint = ". Expected non-negative integer value"
)

// cNumber splits a number as strtol reads it: blanks, a sign, and the base by
// prefix where base is 0.
func cNumber(v string, base int) (*big.Int, bool) {
	v = strings.TrimLeft(v, " \t\n\r\v\f")
	neg := strings.HasPrefix(v, "-")
	v = strings.TrimPrefix(strings.TrimPrefix(v, "-"), "+")
	if base == 0 || base == 16 {
		if rest, ok := cutHexPrefix(v); ok {
			v, base = rest, 16
		} else if base == 0 && len(v) > 1 && v[0] == '0' {
			base = 8
		} else if base == 0 {
			base = 10
		}
	}
	if v == "" || strings.ContainsAny(v, "+-_") || len(v) > 40 {
		return nil, false
	}
	n, ok := new(big.Int).SetString(v, base)
	if ok && neg {
		n.Neg(n)
	}
	return n, ok
}

func cutHexPrefix(v string) (string, bool) {
	if len(v) > 2 && v[0] == '0' && (v[1] == 'x' || v[1] == 'X') {
		return v[2:], true
	}
	return v, false
}

// unsigned reads a number of at most bits bits, in the given base.
func unsigned(v string, base, bits int) (uint64, bool) {
	n, ok := cNumber(v, base)
	if !ok || n.Sign() < 0 || n.BitLen() > bits {
		return 0, false
	}
	return n.Uint64(), true
}

// number takes decimal numbers of at most bits bits.
func number(bits int) kind {
	return func(v string) (string, string) {
		n, ok := unsigned(v, 10, bits)
		if !ok {
			return "", wantUint
		}
		return strconv.FormatUint(n, 10), ""
	}
}

var (
	uint32s = number(32)
	uint64s = number(64)
)

// ints takes a signed number of 32 bits.
func ints(v string) (string, string) {
	n, ok := cNumber(v, 10)
	if !ok || !n.IsInt64() || n.Int64() != int64(int32(n.Int64())) {
		return "", wantInt
	}
	return n.String(), ""
}

// int64s takes a signed number of 64 bits.
func int64s(v string) (string, string) {
	n, ok := cNumber(v, 10)
	if !ok || !n.IsInt64() {
		return "", wantInt
	}
	return n.String(), ""
}

// positive takes a decimal number above zero.
func positive(v string) (string, string) {
	n, ok := unsigned(v, 10, 32)
	switch {
	case !ok:
		return "", wantUint
	case n == 0:
		return "", "zero"
	}
	return strconv.FormatUint(n, 10), ""
}

// hex takes a number in the base that its prefix tells, writes it with at least
// that many hexadecimal digits, and refuses what does not fit into bits.
func hex(digits, bits int) kind {
	return func(v string) (string, string) {
		n, ok := unsigned(v, 0, 64)
		if !ok || n>>bits != 0 {
			return "", wantUint
		}
		return hexText(n, digits), ""
	}
}

func hexText(n uint64, digits int) string {
	s := strconv.FormatUint(n, 16)
	for len(s) < digits {
		s = "0" + s
	}
	return "0x" + s
}

// upperHex is hex with capital digits.
func upperHex(digits, bits int) kind {
	k := hex(digits, bits)
	return func(v string) (string, string) {
		canonical, wrong := k(v)
		if wrong != "" {
			return "", wrong
		}
		return "0x" + strings.ToUpper(canonical[2:]), ""
	}
}

// uuid takes a UUID and writes it in the usual form.
func uuid(v string) (string, string) {
	u, err := virt.ParseUUID(v)
	if err != nil {
		return "", ". Expected UUID"
	}
	return u.String(), ""
}
