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

func TestFit(t *testing.T) {
	for _, c := range []struct {
		text  string
		width int
		want  string
	}{
		{"web", 5, "web  "}, {"web", 3, "web"}, {"website", 5, "webs…"}, {"website", 1, "…"}, {"web", 0, ""}, {"", 2, "  "},
		{"日本語", 5, "日本…"}, {"日本語", 4, "日… "}, {"a\x1b[2J", 20, `a\x1b[2J            `}, {"\xff", 4, `\xff`},
	} {
		if got := format.Fit(c.text, c.width); got != c.want {
			t.Errorf("%q in %d columns: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}
