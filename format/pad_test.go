package format_test

import (
	"testing"

	"github.com/virgo-vm/virgo/format"
)

func TestPadCountsBytes(t *testing.T) {
	for _, c := range []struct {
		s     string
		width int
		want  string
	}{{"ab", 4, "ab  "}, {"größe", 8, "größe "}, {"long", 3, "long"}, {"", 2, "  "}} {
		if got := format.Pad(c.s, c.width); got != c.want {
			t.Errorf("Pad(%q, %d) = %q, want %q", c.s, c.width, got, c.want)
		}
	}
}
