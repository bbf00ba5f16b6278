package testhost

import (
	"fmt"
	"testing"
)

// A verdict stands in for a test and notes how it was ended.
type verdict struct {
	testing.TB
	text string
}

func (v *verdict) Helper()                           {}
func (v *verdict) Skipf(format string, args ...any)  { v.end("skip: "+format, args...) }
func (v *verdict) Fatalf(format string, args ...any) { v.end("fail: "+format, args...) }

// end notes the first end: a real test would not get to a second.
func (v *verdict) end(format string, args ...any) {
	if v.text == "" {
		v.text = fmt.Sprintf(format, args...)
	}
}

func TestNeed(t *testing.T) {
	for _, test := range []struct {
		name, required, tool, want string
	}{
		{"there", "", "go", ""},
		{"lacking", "", "no-such-program", "skip: needs the program no-such-program"},
		{"lacking where it is required", "1", "no-such-program", "fail: needs the program no-such-program"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv(EnvRequired, test.required)
			v := &verdict{}
			NeedTools(v, test.tool)
			if v.text != test.want {
				t.Errorf("verdict %q, want %q", v.text, test.want)
			}
		})
	}
}

func TestConfigLinesReplaceDefaults(t *testing.T) {
	got := config([]string{`a = 1`, `b = 2`}, []string{`b=3`, `c = 4`})
	const want = "a = 1\nb=3\nc = 4\n"
	if got != want {
		t.Errorf("config is %q, want %q", got, want)
	}
}
