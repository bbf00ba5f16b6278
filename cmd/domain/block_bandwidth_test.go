package domain

import (
	"math"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// TestBandwidth: a number counts MiB/s unless it has a suffix.
func TestBandwidth(t *testing.T) {
	for _, c := range []struct {
		words string
		limit uint64
		bytes bool
		err   string
	}{
		{"", 0, false, ""},
		{"--bandwidth 5", 5, false, ""},
		{"--bandwidth 5 --bytes", 5, true, ""},
		{"--bandwidth 5k", 5 << 10, true, ""},
		{"--bandwidth 5k --bytes", 5 << 10, true, ""},
		{"--bandwidth -1", math.MaxUint64, false, ""},
		{"--bandwidth x", 0, false, "Scaled numeric value 'x' for <--bandwidth> option is malformed or out of range"},
		{"--bandwidth 5z", 0, false, "Scaled numeric value '5z' for <--bandwidth> option is malformed or out of range|invalid argument: unknown suffix 'z'"},
	} {
		calls, err := vsh.ParseLine(func(string) *vsh.Spec { return blockjobSpec() }, "blockjob vm vda "+c.words)
		if err != nil {
			t.Fatal(err)
		}
		limit, bytes, err := bandwidth(calls[0].Args)
		if text := strings.Join(vsh.ErrorLines(err), "|"); text != c.err || limit != c.limit || bytes != c.bytes {
			t.Errorf("%q: %d, %t, %q; want %d, %t, %q", c.words, limit, bytes, text, c.limit, c.bytes, c.err)
		}
	}
}
