package virt

import (
	"encoding/hex"
	"fmt"
	"strings"
)

// UUIDLen is the size of a UUID in bytes (VIR_UUID_BUFLEN).
const UUIDLen = 16

// UUIDStringLen is the length of the text form of a UUID with C's final NUL
// (VIR_UUID_STRING_BUFLEN).
const UUIDStringLen = 36 + 1

// UUID identifies an object for as long as its definition lives.
type UUID [UUIDLen]byte

// String returns the form of RFC 4122: 6695eb01-f6a4-8304-79aa-97f2502e193f.
func (u UUID) String() string {
	var b [36]byte
	j := 0
	for i, c := range u {
		switch i {
		case 4, 6, 8, 10:
			b[j] = '-'
			j++
		}
		hex.Encode(b[j:j+2], []byte{c})
		j += 2
	}
	return string(b[:])
}

// IsZero reports whether u is the UUID of all zeros, which no object has.
func (u UUID) IsZero() bool { return u == UUID{} }

// MarshalText returns the form of String.
func (u UUID) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText accepts what ParseUUID accepts.
func (u *UUID) UnmarshalText(b []byte) error {
	v, err := ParseUUID(string(b))
	if err == nil {
		*u = v
	}
	return err
}

// ParseUUID reads a UUID as libvirt does: 16 pairs of hexadecimal digits, with
// any number of hyphens and spaces before each pair, and white space at both
// ends.
func ParseUUID(s string) (UUID, error) {
	const blanks = " \t\n\f\r"
	var u UUID
	rest := strings.TrimLeft(s, blanks)
	for i := range u {
		rest = strings.TrimLeft(rest, "- ")
		if len(rest) < 2 {
			return UUID{}, fmt.Errorf("%q is not a UUID", s)
		}
		hi, ok1 := hexValue(rest[0])
		lo, ok2 := hexValue(rest[1])
		if !ok1 || !ok2 {
			return UUID{}, fmt.Errorf("%q is not a UUID", s)
		}
		u[i] = hi<<4 | lo
		rest = rest[2:]
	}
	if strings.Trim(rest, blanks) != "" {
		return UUID{}, fmt.Errorf("%q is not a UUID", s)
	}
	return u, nil
}

func hexValue(c byte) (byte, bool) {
	switch {
	case c >= '0' && c <= '9':
		return c - '0', true
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10, true
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10, true
	}
	return 0, false
}
