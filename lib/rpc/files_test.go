//go:build unix

package rpc_test

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/transport"
)

// connectFiles is connect over a socket that passes descriptors.
func connectFiles(t *testing.T, script func(p *rpctest.Peer)) *rpc.Client {
	t.Helper()
	a, b, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	rpctest.Run(t, b, script)
	c := rpc.NewClient(a, "scripted peer")
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

// pipe returns a pipe with text in it, and its open write end: a reader gets
// an end of file only after all copies of that are closed.
func pipe(t *testing.T, text string) (r, w *os.File) {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.WriteString(text); err != nil {
		t.Fatal(err)
	}
	return r, w
}

func readAndClose(t *testing.T, f *os.File) string {
	t.Helper()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Error(err)
	}
	_ = f.Close()
	return string(b)
}

func TestFilesFromTheServer(t *testing.T) {
	c := connectFiles(t, func(p *rpctest.Peer) {
		r1, w1 := pipe(t, "first")
		r2, w2 := pipe(t, "second")
		_, _ = w1.Close(), w2.Close()
		p.Reply(p.Expect(&protocol.LXCDomainOpenNamespace.Proc, nil), nil, r1, r2)
		_, _ = r1.Close(), r2.Close()
		p.Reply(p.Read(), &protocol.ConnectGetVersionReply{HVVer: 1})
	})
	r := &protocol.Request{Proc: &protocol.LXCDomainOpenNamespace.Proc, Args: &protocol.LXCDomainOpenNamespaceArgs{}}
	if err := c.Invoke(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	if len(r.Files) != 2 {
		t.Fatalf("%d files came, want 2", len(r.Files))
	}
	if a, b := readAndClose(t, r.Files[0]), readAndClose(t, r.Files[1]); a != "first" || b != "second" {
		t.Errorf("the files have %q and %q", a, b)
	}
	if v, err := version(t.Context(), c); v != 1 || err != nil {
		t.Errorf("the call after it: %d, %v", v, err)
	}
}

func TestFilesToTheServer(t *testing.T) {
	got := make(chan string, 2)
	c := connectFiles(t, func(p *rpctest.Peer) {
		call := p.Expect(&protocol.DomainOpenGraphics.Proc, &protocol.DomainOpenGraphicsArgs{Index: 4})
		if len(call.Files) != 1 {
			t.Errorf("%d files came", len(call.Files))
		}
		for _, f := range call.Files {
			got <- readAndClose(t, f)
		}
		p.Reply(call, nil)
	})
	r, w := pipe(t, "graphics")
	_ = w.Close()
	req := &protocol.Request{Proc: &protocol.DomainOpenGraphics.Proc, Args: &protocol.DomainOpenGraphicsArgs{Index: 4}, Files: []*os.File{r}}
	if err := c.Invoke(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	if s := <-got; s != "graphics" {
		t.Errorf("the peer read %q", s)
	}
	if err := r.Close(); err != nil {
		t.Errorf("the caller's file is not its own any more: %v", err)
	}
	if len(req.Files) != 0 {
		t.Errorf("%d files came back", len(req.Files))
	}
}

func TestFilesNeedTheRightConnectionAndProcedure(t *testing.T) {
	r, w := pipe(t, "")
	defer r.Close()
	defer w.Close()
	plain := connect(t, func(p *rpctest.Peer) { p.ExpectEnd() })
	req := &protocol.Request{Proc: &protocol.DomainOpenGraphics.Proc, Args: &protocol.DomainOpenGraphicsArgs{}, Files: []*os.File{r}}
	if err := plain.Invoke(t.Context(), req); err == nil {
		t.Error("a file was passed over a pipe")
	}
	unix := connectFiles(t, func(p *rpctest.Peer) { p.ExpectEnd() })
	req = &protocol.Request{Proc: &protocol.DomainCreate.Proc, Args: &protocol.DomainCreateArgs{}, Files: []*os.File{r}}
	if err := unix.Invoke(t.Context(), req); err == nil {
		t.Error("a file was passed to a procedure that takes none")
	}
	req = &protocol.Request{Proc: &protocol.DomainOpenGraphics.Proc, Args: &protocol.DomainOpenGraphicsArgs{}, Files: make([]*os.File, 33)}
	for i := range req.Files {
		req.Files[i] = r
	}
	if err := unix.Invoke(t.Context(), req); err == nil {
		t.Error("33 files were passed")
	}
}

// Descriptors that nobody asked for or that come too late are closed: the other
// end of the pipe sees that.
func TestUnwantedFilesAreClosed(t *testing.T) {
	closed := func(t *testing.T, r *os.File) {
		t.Helper()
		if got := readAndClose(t, r); got != "x" { // hangs if a copy of the write end stays open
			t.Errorf("the pipe has %q", got)
		}
	}
	t.Run("procedure without any", func(t *testing.T) {
		r, w := pipe(t, "x")
		c := connectFiles(t, func(p *rpctest.Peer) {
			p.Reply(p.Read(), &protocol.ConnectGetVersionReply{}, w)
			_ = w.Close()
			p.Reply(p.Read(), &protocol.ConnectGetVersionReply{})
		})
		for range 2 {
			if _, err := version(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
		closed(t, r)
	})
	t.Run("outside of a message", func(t *testing.T) {
		r, w := pipe(t, "x")
		a, b, err := transport.Pair()
		if err != nil {
			t.Fatal(err)
		}
		c := rpc.NewClient(a, "")
		defer c.Close(context.Background())
		p := rpctest.New(t, b)
		go func() {
			f := p.Read()
			frame := rpctest.Bytes(protocol.Header{Program: f.Program, Version: 1, Procedure: f.Procedure, Type: protocol.MessageTypeReply}, make([]byte, 8))
			p.Raw(frame[:31])
			// The descriptor comes with the frame's last bytes, which are zeros.
			for range 5 {
				if err := b.(interface{ WriteFile(*os.File) error }).WriteFile(w); err != nil {
					t.Error(err)
				}
			}
			_ = w.Close()
		}()
		if _, err := version(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		closed(t, r)
	})
	t.Run("late reply", func(t *testing.T) {
		r, w := pipe(t, "x")
		received, left := make(chan struct{}), make(chan struct{})
		c := connectFiles(t, func(p *rpctest.Peer) {
			call := p.Read()
			close(received)
			<-left
			p.Reply(call, nil, w)
			_ = w.Close()
			p.ExpectEnd()
		})
		ctx, cancel := context.WithCancel(t.Context())
		go func() {
			<-received
			cancel()
		}()
		req := &protocol.Request{Proc: &protocol.LXCDomainOpenNamespace.Proc, Args: &protocol.LXCDomainOpenNamespaceArgs{}}
		if err := c.Invoke(ctx, req); err == nil {
			t.Error("the call was not given up")
		}
		close(left)
		closed(t, r)
	})
	t.Run("end of the connection", func(t *testing.T) {
		r, w := pipe(t, "x")
		c := connectFiles(t, func(p *rpctest.Peer) {
			f := p.Read()
			// Two descriptors are announced and one comes.
			h := protocol.Header{Program: f.Program, Version: 1, Procedure: f.Procedure, Type: protocol.MessageTypeReplyWithFDs}
			p.Raw(rpctest.Bytes(h, []byte{0, 0, 0, 2}))
			if err := p.Conn().(interface{ WriteFile(*os.File) error }).WriteFile(w); err != nil {
				t.Error(err)
			}
			_ = w.Close()
		})
		req := &protocol.Request{Proc: &protocol.LXCDomainOpenNamespace.Proc, Args: &protocol.LXCDomainOpenNamespaceArgs{}}
		if err := c.Invoke(t.Context(), req); err == nil {
			t.Error("a reply with half of its descriptors succeeded")
		}
		closed(t, r)
	})
}

func TestMissingFilesAreAnError(t *testing.T) {
	c := connectFiles(t, func(p *rpctest.Peer) {
		f := p.Read()
		h := protocol.Header{Program: f.Program, Version: 1, Procedure: f.Procedure, Type: protocol.MessageTypeReplyWithFDs}
		p.Raw(append(rpctest.Bytes(h, []byte{0, 0, 0, 1}), 0)) // the byte without its descriptor
		p.ExpectEnd()
	})
	req := &protocol.Request{Proc: &protocol.LXCDomainOpenNamespace.Proc, Args: &protocol.LXCDomainOpenNamespaceArgs{}}
	if err := c.Invoke(t.Context(), req); err == nil {
		t.Error("a reply without its descriptor succeeded")
	}
}
