//go:build unix

package transport_test

import (
	"io"
	"net"
	"os"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/lib/transport"
)

type fileConn interface {
	net.Conn
	ReadFiles(p []byte) (int, []*os.File, error)
	WriteFile(f *os.File) error
	CloneFile(f *os.File) (*os.File, error)
}

func pair(t *testing.T) (a, b fileConn) {
	t.Helper()
	x, y, err := transport.Pair()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = x.Close(), y.Close() })
	return x.(fileConn), y.(fileConn)
}

func TestPassFile(t *testing.T) {
	a, b := pair(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := a.Write([]byte("xy")); err != nil {
		t.Fatal(err)
	}
	if err := a.WriteFile(w); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Errorf("the sender's file: %v", err)
	}
	_ = a.Close()
	var bytes []byte
	var files []*os.File
	buf := make([]byte, 10)
	for {
		n, got, err := b.ReadFiles(buf)
		bytes = append(bytes, buf[:n]...)
		files = append(files, got...)
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if string(bytes) != "xy\x00" || len(files) != 1 {
		t.Fatalf("bytes %q and %d files came", bytes, len(files))
	}
	if _, err := files[0].WriteString("through"); err != nil {
		t.Fatal(err)
	}
	raw, err := files[0].SyscallConn()
	if err != nil {
		t.Fatal(err)
	}
	_ = raw.Control(func(fd uintptr) {
		flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, fd, syscall.F_GETFD, 0)
		if errno != 0 || flags&syscall.FD_CLOEXEC == 0 {
			t.Errorf("a child would inherit the descriptor: flags %#x, %v", flags, errno)
		}
	})
	_ = files[0].Close()
	if text, err := io.ReadAll(r); string(text) != "through" || err != nil {
		t.Errorf("the pipe has %q, %v", text, err)
	}
}

func TestCloneFile(t *testing.T) {
	a, _ := pair(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	clone, err := a.CloneFile(w)
	if err != nil {
		t.Fatal(err)
	}
	_ = w.Close()
	if _, err := clone.WriteString("clone"); err != nil {
		t.Error(err)
	}
	_ = clone.Close()
	if text, err := io.ReadAll(r); string(text) != "clone" || err != nil {
		t.Errorf("the pipe has %q, %v", text, err)
	}
	if _, err := a.CloneFile(w); err == nil {
		t.Error("a closed file was cloned")
	}
	if err := a.WriteFile(w); err == nil {
		t.Error("a closed file was passed")
	}
}
