package vsh_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// pipe is a stream that brings back what was sent.
type pipe struct {
	pieces []any // data, or the length of a hole
}

func (p *pipe) Send(b []byte) (int, error) {
	p.pieces = append(p.pieces, bytes.Clone(b))
	return len(b), nil
}

func (p *pipe) SendHole(n int64) error {
	p.pieces = append(p.pieces, n)
	return nil
}

func (p *pipe) Recv(b []byte) (n int, hole int64, err error) {
	if len(p.pieces) == 0 {
		return 0, 0, io.EOF
	}
	switch piece := p.pieces[0].(type) {
	case []byte:
		if n = copy(b, piece); n < len(piece) {
			p.pieces[0] = piece[n:]
			return n, 0, nil
		}
	case int64:
		hole = piece
	}
	p.pieces = p.pieces[1:]
	return n, hole, nil
}

func (p *pipe) Finish(context.Context) error { return nil }
func (p *pipe) Abort(context.Context) error  { return nil }

// TestSparse sends a file with holes at both ends and in the middle, and receives
// it again: the same bytes, and, where the filesystem tells of holes, no more data
// than there is.
func TestSparse(t *testing.T) {
	const size, piece = 8 << 20, 1 << 20
	dir := t.TempDir()
	source, err := os.Create(filepath.Join(dir, "source"))
	if err != nil {
		t.Fatal(err)
	}
	defer source.Close()
	for _, at := range []int64{piece, 5 * piece} {
		if _, err := source.WriteAt(bytes.Repeat([]byte("data"), piece/4), at); err != nil {
			t.Fatal(err)
		}
	}
	if err := source.Truncate(size); err != nil {
		t.Fatal(err)
	}
	var p pipe
	if err := vsh.Send(&p, source, true); err != nil {
		t.Fatal(err)
	}
	var sent, holes int64
	for _, piece := range p.pieces {
		switch piece := piece.(type) {
		case []byte:
			sent += int64(len(piece))
		case int64:
			holes += piece
		}
	}
	if sent+holes != size {
		t.Errorf("%d bytes and %d of holes were sent of %d", sent, holes, size)
	}
	if holes > 0 && sent != 2*piece {
		t.Errorf("%d bytes were sent of %d", sent, 2*piece)
	}
	target, made, err := vsh.CreateFile(filepath.Join(dir, "target"))
	if err != nil || !made {
		t.Fatalf("made %v, %v", made, err)
	}
	defer target.Close()
	if err := vsh.Receive(target, &p); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile(source.Name())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(target.Name()); err != nil || !bytes.Equal(got, want) {
		t.Errorf("what was received is not what was sent (%d bytes, %v)", len(got), err)
	}
}

// TestReceiveFails: an output that takes nothing, or no holes, is an error.
func TestReceiveFails(t *testing.T) {
	closed, err := os.Create(filepath.Join(t.TempDir(), "closed"))
	if err != nil {
		t.Fatal(err)
	}
	closed.Close()
	if err := vsh.Receive(closed, &pipe{[]any{[]byte("x")}}); err == nil || !strings.Contains(err.Error(), "recv handler failed") {
		t.Errorf("closed file: %v", err)
	}
	if err := vsh.Receive(io.Discard, &pipe{[]any{int64(5)}}); err == nil || !strings.Contains(err.Error(), "recv holeHandler failed") {
		t.Errorf("hole: %v", err)
	}
}

// TestSendFails: an input that cannot be read is an error.
func TestSendFails(t *testing.T) {
	dir, err := os.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer dir.Close()
	for _, sparse := range []bool{false, true} {
		if err := vsh.Send(&pipe{}, dir, sparse); err == nil || !strings.Contains(err.Error(), "send handler failed") {
			t.Errorf("sparse %v: %v", sparse, err)
		}
	}
}
