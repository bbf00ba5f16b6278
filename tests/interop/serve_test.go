//go:build unix

package interop

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/transport"
)

// serve serves a driver on a unix socket and returns its path. Every client
// must have left before the test ends: in good order, or with an error that
// contains one of meant.
func serve(t testing.TB, open driver.Opener, meant ...string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "virgo-interop") // short, for the socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	l, err := net.Listen("unix", filepath.Join(dir, "sock"))
	if err != nil {
		t.Fatal(err)
	}
	serveOn(t, l, open, meant...)
	return l.Addr().String()
}

// serveOn is serve on a listener, which ends with the test.
func serveOn(t testing.TB, l net.Listener, open driver.Opener, meant ...string) {
	t.Helper()
	// The clients end with t.Context, so the sessions must not end before.
	ctx := context.WithoutCancel(t.Context())
	var served sync.WaitGroup
	served.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return // the listener is closed
			}
			if u, ok := conn.(*net.UnixConn); ok {
				conn = transport.Files(u)
			}
			served.Go(func() {
				err := rpc.Serve(ctx, conn, open)
				if err != nil && !slices.ContainsFunc(meant, func(m string) bool { return strings.Contains(err.Error(), m) }) {
					t.Errorf("serving a client: %v", err)
				}
			})
		}
	})
	t.Cleanup(func() {
		_ = l.Close() // nobody listens any more, whatever it says
		served.Wait()
	})
}
