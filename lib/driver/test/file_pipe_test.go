//go:build unix

package test_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestFileIsAPipe: a pipe that nobody writes to is an empty document, and the
// wait for a writer ends with the context.
func TestFileIsAPipe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	var d test.Driver
	if _, err := d.Open(t.Context(), "test://"+path, driver.Options{}); !errors.Is(err, virt.ErrXMLDetail) {
		t.Errorf("without a writer: got %v, want code %d", err, virt.ErrXMLDetail)
	}
	w, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := d.Open(ctx, "test://"+path, driver.Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with a writer that says nothing: got %v, want %v", err, context.DeadlineExceeded)
	}
	_ = w.Close()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	_, err = w.WriteString("<node/>")
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	c, err := d.Open(t.Context(), fmt.Sprintf("test:///dev/fd/%d", r.Fd()), driver.Options{})
	if err != nil {
		t.Fatalf("what is written is not read: %v", err)
	}
	if err := c.Close(t.Context()); err != nil {
		t.Error(err)
	}
}
