package shell_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/virgo-vm/virgo/shell"
)

func TestLines(t *testing.T) {
	long := strings.Repeat("x", 100_000)
	tests := []struct {
		input string
		want  string // the lines, each with |
	}{
		{"", ""},
		{"a\nb\n", "a|b|"},
		{"a\nb", "a|b|"},
		{"\n\n", "||"},
		{"a\\\nb\r\n", `a\|b` + "\r|"},
		{"a\nstop\nb\n", "a|stop|"},
		{long + "\nb", long + "|b|"},
	}
	for _, tt := range tests {
		var got strings.Builder
		err := shell.Lines(t.Context(), iotest.OneByteReader(strings.NewReader(tt.input)), func(_ context.Context, line string) bool {
			got.WriteString(line + "|")
			return line != "stop"
		})
		if err != nil || got.String() != tt.want {
			t.Errorf("%.20q: %.20q, %v", tt.input, got.String(), err)
		}
	}
}

func TestLinesReadError(t *testing.T) {
	broken := errors.New("broken")
	r := io.MultiReader(strings.NewReader("a\nhalf"), iotest.ErrReader(broken))
	var got []string
	err := shell.Lines(t.Context(), r, func(_ context.Context, line string) bool {
		got = append(got, line)
		return true
	})
	if !errors.Is(err, broken) || !slices.Equal(got, []string{"a"}) {
		t.Errorf("%q, %v", got, err)
	}
}
