package monitor

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/format"
)

// TestPeekedText: a terminal gets what hexdump -C prints, all else the bytes.
func TestPeekedText(t *testing.T) {
	p := &peeked{Offset: 0x1f0, Data: []byte("boot\x00\x1b[2J~\x7f\x80\xff A|")}
	const dump = "000001f0  62 6f 6f 74 00 1b 5b 32  4a 7e 7f 80 ff 20 41 7c  |boot..[2J~... A||\n"
	for _, tt := range []struct {
		o    format.PrinterOptions
		want string
	}{
		{format.PrinterOptions{}, string(p.Data)},
		{format.PrinterOptions{Width: 80}, dump},
	} {
		var b strings.Builder
		if err := format.Encode(&b, format.FormatText, p, tt.o); err != nil {
			t.Fatal(err)
		}
		if b.String() != tt.want {
			t.Errorf("%+v:\n%q, want\n%q", tt.o, b.String(), tt.want)
		}
		if raw := p.Raw(tt.o); raw != (tt.want == string(p.Data)) {
			t.Errorf("%+v: raw: %v", tt.o, raw)
		}
	}
}

// TestPeekFile: a file gets its bytes in pieces, keeps what came before an
// error, and is not touched when nothing came.
func TestPeekFile(t *testing.T) {
	const offset, size = 1000, 2*filePiece + 7
	whole := make([]byte, size)
	for i := range whole {
		whole[i] = byte(i >> 12)
	}
	for _, tt := range []struct{ calls, want int }{{3, size}, {2, 2 * filePiece}, {0, -1}} {
		calls := 0
		name := filepath.Join(t.TempDir(), "f")
		err := peekFile(name, offset, size, func(at uint64, buf []byte) error {
			if calls++; calls > tt.calls {
				return os.ErrInvalid
			}
			copy(buf, whole[at-offset:])
			return nil
		})
		if failed := tt.want != size; failed != errors.Is(err, os.ErrInvalid) {
			t.Errorf("%d calls: error %v", tt.calls, err)
		}
		got, err := os.ReadFile(name)
		if tt.want < 0 {
			if !errors.Is(err, os.ErrNotExist) {
				t.Errorf("nothing was read, and there is a file: %v", err)
			}
			continue
		}
		if err != nil || !bytes.Equal(got, whole[:tt.want]) {
			t.Errorf("%d calls: %d bytes, %v", tt.calls, len(got), err)
		}
	}
}
