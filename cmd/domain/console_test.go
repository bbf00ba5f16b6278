package domain

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/virgo-vm/virgo/format"
)

func TestConnectedTellsTheEscape(t *testing.T) {
	for _, c := range []struct {
		escape string
		text   string
		want   byte
	}{
		{"^]", "^] (Ctrl + ])", 0x1d},
		{"^a", "^a (Ctrl + a)", 0x01},
		{"^A", "^A (Ctrl + A)", 0x01},
		{"^@", "^@ (Ctrl + @)", 0x00},
		{"^_", "^_ (Ctrl + _)", 0x1f},
		{"x", "x", 'x'},
	} {
		var b bytes.Buffer
		escape := &escapeCharacter{c.escape}
		if err := format.Encode(&b, format.FormatText, connected{"vm", escape}, format.PrinterOptions{}); err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("Connected to domain 'vm'\nEscape character is %s\n", c.text)
		if b.String() != want || escape.code() != c.want {
			t.Errorf("%q and %#x, want %q and %#x", b.String(), escape.code(), want, c.want)
		}
	}
}
