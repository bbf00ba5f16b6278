package vsh

import (
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

func TestParseTyped(t *testing.T) {
	for _, c := range []struct {
		word string
		typ  virt.TypedParameterType
		want any    // the value
		err  string // or the error
	}{
		{"-5", virt.TypedParamInt, int32(-5), ""},
		{"2147483648", virt.TypedParamInt, nil, "invalid argument: Invalid value for field 'p': expected int"},
		{" 5", virt.TypedParamUint, uint32(5), ""},
		{"-1", virt.TypedParamUint, uint32(4294967295), ""},
		{"0x10", virt.TypedParamUint, nil, "invalid argument: Invalid value for field 'p': expected unsigned int"},
		{"", virt.TypedParamUint, nil, "invalid argument: Invalid value for field 'p': expected unsigned int"},
		{"-9223372036854775808", virt.TypedParamLlong, int64(-9223372036854775808), ""},
		{"1.5", virt.TypedParamLlong, nil, "invalid argument: Invalid value for field 'p': expected long long"},
		{"18446744073709551615", virt.TypedParamUllong, uint64(18446744073709551615), ""},
		{"18446744073709551616", virt.TypedParamUllong, nil, "invalid argument: Invalid value for field 'p': expected unsigned long long"},
		{"1.5", virt.TypedParamDouble, 1.5, ""},
		{"x", virt.TypedParamDouble, nil, "invalid argument: Invalid value for field 'p': expected double"},
		{"TRUE", virt.TypedParamBoolean, true, ""},
		{"0", virt.TypedParamBoolean, false, ""},
		{"yes", virt.TypedParamBoolean, nil, "invalid argument: Invalid boolean value for field 'p'"},
		{"a=b", virt.TypedParamString, "a=b", ""},
	} {
		p, err := ParseTyped("p", c.word, c.typ)
		switch {
		case err != nil && err.Error() != c.err:
			t.Errorf("%q as %v: error %q, want %q", c.word, c.typ, err, c.err)
		case err == nil && (c.err != "" || p.Name != "p" || p.Value.Any() != c.want || p.Value.Type() != c.typ):
			t.Errorf("%q as %v: %+v, want %v %s", c.word, c.typ, p, c.want, c.err)
		}
	}
}

func TestParseLimit(t *testing.T) {
	for _, c := range []struct {
		word      string
		bytes     uint64
		unlimited bool
		err       string // - for one without a line of its own
	}{
		{"5", 5120, false, ""},
		{" +5b", 5, false, ""},
		{"1M", 1048576, false, ""},
		{"-0", 0, false, ""},
		{"-1", 0, true, ""},
		{"-5nonsense", 0, true, ""},
		{"", 0, false, "-"},
		{"-", 0, false, "-"},
		{"9223372036854775808", 0, false, "-"},
		{"1x", 0, false, "invalid argument: unknown suffix 'x'"},
		{"9223372036854775807", 0, false, "numerical overflow: value too large: 9223372036854775807"},
	} {
		bytes, unlimited, err := ParseLimit(c.word, 1024)
		text := ""
		if err != nil {
			if text = err.Error(); text == "" {
				text = "-"
			}
		}
		if bytes != c.bytes || unlimited != c.unlimited || text != c.err {
			t.Errorf("%q: %d, %v, %q, want %d, %v, %q", c.word, bytes, unlimited, text, c.bytes, c.unlimited, c.err)
		}
	}
}
