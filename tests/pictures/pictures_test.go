package main

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestMain(m *testing.M) { testhost.Main(m) }

// TestPicturesAreCurrent: what the pictures show, colours aside, is what virgo
// shows. The prompt is that of root.
func TestPicturesAreCurrent(t *testing.T) {
	testhost.NeedRoot(t)
	program := testhost.Virgo(t)
	for name, takes := range pictures() {
		t.Run(name, func(t *testing.T) {
			s, err := record(program, t.TempDir(), takes)
			if err != nil {
				t.Fatal(err)
			}
			file, err := os.ReadFile(name + ".svg")
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(pictured(t, file), pictured(t, svg(s))); d != "" {
				t.Errorf("go generate ./tests/pictures (-picture +virgo):\n%s", d)
			}
		})
	}
	files, err := filepath.Glob("*.svg")
	if err != nil || len(files) != len(pictures()) {
		t.Errorf("files %q, err %v, want one for each of %d pictures", files, err, len(pictures()))
	}
}

// pictured returns the text of a picture, row by row.
func pictured(t *testing.T, picture []byte) []string {
	t.Helper()
	var text strings.Builder
	for d := xml.NewDecoder(strings.NewReader(string(picture))); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.Split(text.String(), "\n")
		}
		if err != nil {
			t.Fatal(err)
		}
		if data, isText := token.(xml.CharData); isText {
			text.Write(data)
		}
	}
}

func TestScreen(t *testing.T) {
	for _, test := range []struct{ written, want string }{
		{"one\r\ntwo", "one\ntwo"},
		{"abc\rX", "Xbc"},
		{"abc\b\bX", "aXc"},
		{"abc\x1b[2K\rx", "x"},
		{"abc\x1b[2D\x1b[Kx", "ax"},
		{"a\r\nb\r\nc\x1b[2A\x1b[Jx", "ax"},
		{"\x1b[1;32mgreen\x1b[0m \x1b[?25lplain", "green plain"},
		{"a\x1b[3Cb", "a   b"},
		{"ü\x1b7é", "üé"},
		{"blank  \r\n\r\n", "blank"},
	} {
		for size := 1; size <= len(test.written); size++ { // codes may come in pieces
			s := &screen{}
			for rest := test.written; rest != ""; {
				n := min(size, len(rest))
				s.write([]byte(rest[:n]))
				rest = rest[n:]
			}
			if got := strings.Join(s.lines(), "\n"); got != test.want {
				t.Errorf("%q in pieces of %d: got %q, want %q", test.written, size, got, test.want)
			}
		}
	}
	s := &screen{}
	s.write([]byte("\x1b[1;32mg\x1b[39m\x1b[2mb"))
	if want := []cell{{'g', style{color: 32, bold: true}}, {'b', style{bold: true, dim: true}}}; len(s.rows) != 1 || s.rows[0][0] != want[0] || s.rows[0][1] != want[1] {
		t.Errorf("got %v, want %v", s.rows, want)
	}
}
