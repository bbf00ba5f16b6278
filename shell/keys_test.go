package shell

import (
	"errors"
	"io"
	"strings"
	"testing"
)

// chunks is a terminal that gives one string per read.
type chunks []string

func (c *chunks) Read(p []byte) (int, error) {
	if len(*c) == 0 {
		return 0, io.EOF
	}
	n := copy(p, (*c)[0])
	if (*c)[0] = (*c)[0][n:]; (*c)[0] == "" {
		*c = (*c)[1:]
	}
	return n, nil
}

func TestKeys(t *testing.T) {
	kilo := strings.Repeat("x", 1024)
	repeat := func(s string, n int) chunks {
		c := make(chunks, n)
		for i := range c {
			c[i] = s
		}
		return c
	}
	tests := []struct {
		name  string
		typed chunks
		want  string
		cut   bool
	}{
		{"typed", chunks{"a", "\x00", "b\x00c", "\r"}, "abc\r", false},
		{"pasted", repeat(kilo, 4), strings.Repeat(kilo, 4), false},
		{"too much", append(repeat(kilo, 20), "end\rnext"), strings.Repeat(kilo, 4) + "end\rnext", true},
		{"lines", repeat(kilo+"\n", 20), strings.Repeat(kilo+"\n", 20), false},
		{"interrupted", append(repeat(kilo, 4), "\x03", kilo), strings.Repeat(kilo, 4) + "\x03" + kilo, false},
		{"tabs", chunks{"a\t", "pasted words\twith tabs\t"}, "a\tpasted words with tabs\t", false},
		{"slowly", repeat("x", 10*1024), strings.Repeat(kilo, 10), false},
	}
	for _, tt := range tests {
		k := &keys{r: &tt.typed}
		var b strings.Builder
		_, err := io.CopyBuffer(struct{ io.Writer }{&b}, k, make([]byte, 4096))
		got := b.String()
		if err != nil || got != tt.want || k.cut.Load() != tt.cut || !k.gone.Load() {
			t.Errorf("%s: %d bytes, cut %v, %v", tt.name, len(got), k.cut.Load(), err)
		}
	}
	k := &keys{r: &chunks{"a"}}
	if _, err := k.Read(make([]byte, 10)); err != nil || k.gone.Load() {
		t.Errorf("gone with the first key: %v", err)
	}
	if _, err := k.Read(make([]byte, 10)); !errors.Is(err, io.EOF) || !k.gone.Load() {
		t.Errorf("not gone: %v", err)
	}
}
