package shell

import (
	"strings"
	"testing"
)

func TestHelper(t *testing.T) {
	candidates := map[string][]string{
		"one":         {" and only "},
		"日":           {"本 ", "本語 "},
		"several":     {"1 ", "2 "},
		"before\nmid": {"dle"},
	}
	var out strings.Builder
	h := helper{out: &out, config: &Config{
		Complete: func(text string) ([]string, int) { return candidates[text], len("al") },
	}}
	for _, tt := range []struct{ before, line, want, shown string }{
		{"", "one", " and only ", ""},
		{"", "日", "本", ""},
		{"", "several", "", "al1  al2\n"},
		{"", "none", "", bell},
		{"before\n", "mid", "dle", ""},
	} {
		out.Reset()
		h.begin("> ", tt.before)
		line := []rune(tt.line + " after")
		more, length := h.Do(line, len(line)-len(" after"))
		got := ""
		for _, m := range more {
			got += string(m)
		}
		if got != tt.want || out.String() != tt.shown || length != 0 {
			t.Errorf("%q: %q, %d, shown %q", tt.line, got, length, out.String())
		}
	}
	h.config = &Config{}
	if more, _ := h.Do([]rune("one"), 3); more != nil {
		t.Errorf("without candidates: %q", more)
	}
}

func TestColumns(t *testing.T) {
	words := []string{"a", "bb ", "日本", "c", "d"}
	for width, want := range map[int]string{
		80: "-a     -bb    -日本  -c     -d\n",
		20: "-a     -c\n-bb    -d\n-日本\n",
		1:  "-a\n-bb\n-日本\n-c\n-d\n",
	} {
		if got := columns("-", words, width); got != want {
			t.Errorf("%d: %q, want %q", width, got, want)
		}
	}
}

func TestPaint(t *testing.T) {
	h := helper{config: &Config{Hint: func(text string) string {
		if strings.Contains(text, "long") {
			return strings.Repeat("x", 100)
		}
		return "<" + strings.TrimSpace(text) + ">"
	}}}
	h.begin("> ", "")
	for _, tt := range []struct {
		line string
		pos  int
		want string
	}{
		{"domid ", 6, "domid \x1b[2m<domid>\x1b[0m\x1b[7D"},
		{"domid", 5, "domid"},
		{"domid ", 3, "domid "},
		{"", 0, ""},
		{"long ", 5, "long "},
		{"domid \n", 7, "domid \n"},
	} {
		if got := string(h.Paint([]rune(tt.line), tt.pos)); got != tt.want {
			t.Errorf("%q at %d: %q, want %q", tt.line, tt.pos, got, tt.want)
		}
	}
}
