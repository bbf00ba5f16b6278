//go:build unix

package domain

import (
	"errors"
	"io"
	"os"
	"testing"

	"github.com/virgo-vm/virgo/lib/virt"
)

// TestWithFiles: what is passed are duplicates, which do not outlive the call,
// and the user's own descriptors stay as they are.
func TestWithFiles(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	var passed []*os.File
	err = withFiles([]int{int(w.Fd()), int(w.Fd())}, func(files []*os.File) error {
		passed = files
		if own, first, second := w.Fd(), files[0].Fd(), files[1].Fd(); first == own || second == own || first == second {
			t.Errorf("descriptors %d and %d for twice %d", first, second, own)
		}
		_, err := files[1].WriteString("through")
		return err
	})
	if err != nil || len(passed) != 2 {
		t.Fatalf("%d files, %v", len(passed), err)
	}
	for _, f := range passed {
		if _, err := f.Write(nil); !errors.Is(err, os.ErrClosed) {
			t.Errorf("a duplicate is open after the call: %v", err)
		}
	}
	if _, err := w.WriteString(" it"); err != nil {
		t.Errorf("the descriptor itself was closed: %v", err)
	}
	buf := make([]byte, 20)
	n, err := io.ReadAtLeast(r, buf, len("through it"))
	if string(buf[:n]) != "through it" {
		t.Errorf("read %q, %v", buf[:n], err)
	}
}

func TestWithFilesThatAreNotOpen(t *testing.T) {
	for fd, want := range map[int]string{
		-1:      "Cannot duplicate FD -1: Bad file descriptor",
		1 << 20: "Cannot duplicate FD 1048576: Bad file descriptor",
	} {
		err := withFiles([]int{fd}, func([]*os.File) error {
			t.Errorf("FD %d was passed", fd)
			return nil
		})
		if !errors.Is(err, virt.ErrSystemError) || err.Error() != want {
			t.Errorf("FD %d: %v, want %s", fd, err, want)
		}
	}
}
