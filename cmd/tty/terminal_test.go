package tty

import (
	"bytes"
	"io"
	"os"
	"testing"
)

func TestNoTerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	for _, in := range []io.Reader{r, bytes.NewReader(nil), nil} {
		if _, ok := Open(in); ok {
			t.Errorf("%T is a terminal", in)
		}
	}
}
