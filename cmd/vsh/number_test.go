package vsh

import (
	"math"
	"strings"
	"testing"
)

func TestParseInt32(t *testing.T) {
	tests := []struct {
		s       string
		base10  int32
		ok10    bool
		anyBase int32
		okAny   bool
	}{
		{"0", 0, true, 0, true},
		{" \t+12", 12, true, 12, true},
		{"-12", -12, true, -12, true},
		{"12 ", 0, false, 0, false},
		{"", 0, false, 0, false},
		{"-", 0, false, 0, false},
		{"+-1", 0, false, 0, false},
		{"010", 10, true, 8, true},
		{"0x1F", 0, false, 31, true},
		{"0x", 0, false, 0, false},
		{"08", 8, true, 0, false},
		{"-0x10", 0, false, -16, true},
		{"0x-1", 0, false, 0, false},
		{"1_000", 0, false, 0, false},
		{"2147483647", math.MaxInt32, true, math.MaxInt32, true},
		{"2147483648", 0, false, 0, false},
		{"-2147483648", math.MinInt32, true, math.MinInt32, true},
		{"٣", 0, false, 0, false},
	}
	for _, tt := range tests {
		if n, ok := ParseInt32(tt.s, false); n != tt.base10 && tt.ok10 || ok != tt.ok10 {
			t.Errorf("ParseInt32(%q) = %d, %v", tt.s, n, ok)
		}
		if n, ok := ParseInt32(tt.s, true); n != tt.anyBase && tt.okAny || ok != tt.okAny {
			t.Errorf("ParseInt32(%q, any base) = %d, %v", tt.s, n, ok)
		}
	}
}

func TestParseUint(t *testing.T) {
	tests := []struct {
		s    string
		bits int
		wrap bool
		want uint64
		ok   bool
	}{
		{"4294967295", 32, false, math.MaxUint32, true},
		{"4294967296", 32, false, 0, false},
		{"-1", 32, false, 0, false},
		{"-0", 64, false, 0, false},
		{"-1", 64, true, math.MaxUint64, true},
		{"-1", 32, true, math.MaxUint32, true},
		{"18446744073709551615", 64, false, math.MaxUint64, true},
		{"18446744073709551616", 64, true, 0, false},
		{"+7", 64, false, 7, true},
		{"7x", 64, false, 0, false},
	}
	for _, tt := range tests {
		n, ok := parseUint(tt.s, tt.bits, tt.wrap)
		if ok != tt.ok || ok && n != tt.want {
			t.Errorf("parseUint(%q, %d, %v) = %d, %v", tt.s, tt.bits, tt.wrap, n, ok)
		}
	}
}

// The errors are those that virsh 9.0.0 was seen to print.
func TestParseScaled(t *testing.T) {
	const kib = 1 << 10
	tests := []struct {
		s    string
		unit uint64
		want uint64
		err  string
	}{
		{"1", 1, 1, "-"},
		{"1", kib, kib, "-"},
		{"1b", kib, 1, "-"},
		{"1byte", kib, 1, "-"},
		{"1BYTES", kib, 1, "-"},
		{"2k", 1, 2 * kib, "-"},
		{"2KB", 1, 2000, "-"},
		{"2KiB", 1, 2 * kib, "-"},
		{" +2m", 1, 2 << 20, "-"},
		{"3G", 1, 3 << 30, "-"},
		{"3gb", 1, 3e9, "-"},
		{"1T", 1, 1 << 40, "-"},
		{"1pib", 1, 1 << 50, "-"},
		{"15e", 1, 15 << 60, "-"},
		{"15EB", 1, 15e18, "-"},
		{"18446744073709551615", 1, math.MaxUint64, "-"},
		{"", 1, 0, ""},
		{"x", 1, 0, ""},
		{"-1", 1, 0, ""},
		{"99999999999999999999", 1, 0, ""},
		{"10x", 1, 0, "invalid argument: unknown suffix 'x'"},
		{"1.5G", 1, 0, "invalid argument: unknown suffix '.5G'"},
		{"0x10", 1, 0, "invalid argument: unknown suffix 'x10'"},
		{"1 k", 1, 0, "invalid argument: unknown suffix ' k'"},
		{"1KiBx", 1, 0, "invalid argument: unknown suffix 'KiBx'"},
		{"1bib", 1, 0, "invalid argument: unknown suffix 'bib'"},
		{"99999999999e", 1, 0, "numerical overflow: value too large: 99999999999e"},
		{"18446744073709551615", kib, 0, "numerical overflow: value too large: 18446744073709551615"},
		{"16E", 1, 0, "numerical overflow: value too large: 16E"},
	}
	for _, tt := range tests {
		n, err := ParseScaled(tt.s, tt.unit, math.MaxUint64)
		got := "-"
		if err != nil {
			got = strings.Join(ErrorLines(err), "\n")
		}
		if n != tt.want || got != tt.err {
			t.Errorf("ParseScaled(%q, %d) = %d, %q; want %d, %q", tt.s, tt.unit, n, got, tt.want, tt.err)
		}
	}
}

// FuzzScaled checks that a size is never over its limit, and that letter case
// and leading blanks do not matter.
func FuzzScaled(f *testing.F) {
	for _, s := range []string{"1", "5k", "3GiB", "7 kb", "-1", "", "18446744073709551615", "16E", "9eb"} {
		f.Add(s, uint64(1024), uint64(math.MaxUint64))
		f.Add(s, uint64(1), uint64(1<<32))
	}
	f.Fuzz(func(t *testing.T, s string, unit, limit uint64) {
		if unit == 0 {
			return
		}
		n, err := ParseScaled(s, unit, limit)
		if err == nil && n > limit || err != nil && n != 0 {
			t.Fatalf("ParseScaled(%q, %d, %d) = %d, %v", s, unit, limit, n, err)
		}
		for _, r := range s {
			if r > 127 {
				return // letter case may do anything
			}
		}
		m, err2 := ParseScaled(" \t"+strings.ToUpper(s), unit, limit)
		if m != n || (err == nil) != (err2 == nil) {
			t.Fatalf("ParseScaled(%q) = %d, %v, but %d, %v in upper case", s, n, err, m, err2)
		}
	})
}
