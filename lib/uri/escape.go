package uri

import "strings"

// unescape takes percent-encoding off. It fails for a '%' without two
// hexadecimal digits, and for a NUL, which no part of a URI can hold in C.
func unescape(s string) (string, bool) {
	if !validEscapes(s) {
		return "", false
	}
	return unescapeLoosely(s)
}

// unescapeLoosely is unescape that leaves a '%' without two hexadecimal digits
// as it is.
func unescapeLoosely(s string) (string, bool) {
	if strings.IndexByte(s, 0) >= 0 {
		return "", false
	}
	if strings.IndexByte(s, '%') < 0 {
		return s, true
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if v, ok := hexByte(s, i); ok {
			if c, i = v, i+2; c == 0 {
				return "", false
			}
		}
		b.WriteByte(c)
	}
	return b.String(), true
}

// validEscapes reports whether each '%' of s has two hexadecimal digits.
func validEscapes(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			continue
		}
		if _, ok := hexByte(s, i); !ok {
			return false
		}
		i += 2
	}
	return true
}

// hexByte returns the byte that "%XX" at s[i] stands for.
func hexByte(s string, i int) (byte, bool) {
	if s[i] != '%' || i+2 >= len(s) {
		return 0, false
	}
	hi, ok1 := hexDigit(s[i+1])
	lo, ok2 := hexDigit(s[i+2])
	return hi<<4 | lo, ok1 && ok2
}

func hexDigit(c byte) (byte, bool) {
	switch {
	case isDigit(c):
		return c - '0', true
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// parseQuery splits a query as libvirt does: at '&', and where no '&' follows
// any more, at ';'. Empty pieces and pieces without a name are skipped.
func parseQuery(raw string) ([]Param, bool) {
	var params []Param
	for raw != "" {
		sep := "&"
		if !strings.Contains(raw, sep) {
			sep = ";"
		}
		var piece string
		piece, raw, _ = strings.Cut(raw, sep)
		name, value, _ := strings.Cut(piece, "=")
		if name == "" {
			continue
		}
		n, ok1 := unescape(name)
		v, ok2 := unescape(value)
		if !ok1 || !ok2 {
			return nil, false
		}
		params = append(params, Param{Name: n, Value: v})
	}
	return params, true
}
