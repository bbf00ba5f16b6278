//go:build unix

package integration

import (
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// startGuest defines and starts a guest that runs the boot image.
func startGuest(t testing.TB, h *testhost.Host, name string) {
	t.Helper()
	h.DefineBootGuest(t, name)
	testhost.NewVirgo(t, h.URI("qemu")).Output(t, "start", name)
}

// signalQEMU sends a signal to the QEMU of a guest: after STOP it keeps its
// monitor open and answers nothing, until CONT.
func signalQEMU(t testing.TB, h *testhost.Host, guest, signal string) {
	t.Helper()
	cmd := h.Command(t.Context(), "bash", "-c", `kill -"$0" "$(cat "/run/libvirt/qemu/$1.pid")"`, signal, guest)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s to the QEMU of %s: %v\n%s", signal, guest, err, out)
	}
}

// A wire counts the calls that pass a proxy, by the lines that it records.
type wire struct {
	mu     sync.Mutex
	counts map[string]int
	change chan struct{} // closed at the next line
}

func newWire() *wire { return &wire{counts: map[string]int{}, change: make(chan struct{})} }

// Write implements io.Writer for testhost.ProxyOptions.Record: a line at a time,
// the sender, a blank and the message in hexadecimal.
func (w *wire) Write(line []byte) (int, error) {
	const header = len("C ") + 2*4*4 // to the end of length, program, version and procedure
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(line) >= header {
		w.counts[string(line[:len("C ")])+string(line[len("C ")+2*4:header])]++
	}
	close(w.change)
	w.change = make(chan struct{})
	return len(line), nil
}

// key is how a message is counted: by its sender, program, version and procedure.
func key(sender byte, program, version uint32, procedure int32) string {
	return fmt.Sprintf("%c %08x%08x%08x", sender, program, version, procedure)
}

// wait waits until n messages of a procedure have passed from one side.
func (w *wire) wait(t testing.TB, sender byte, p *protocol.Proc, n int) {
	t.Helper()
	w.waitFor(t, key(sender, p.Program, protocol.RemoteVersion, p.Number), n)
}

func (w *wire) waitFor(t testing.TB, key string, n int) {
	t.Helper()
	late := time.After(patience)
	for {
		w.mu.Lock()
		have, change := w.counts[key], w.change
		w.mu.Unlock()
		if have >= n {
			return
		}
		select {
		case <-change:
		case <-late:
			t.Fatalf("%d messages %q have passed, not %d", have, key, n)
		}
	}
}

// socketDir returns a directory in which QEMU, which is another user's, can make
// its sockets.
func socketDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "mig") // short, for the sockets' paths
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}
