package transport_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/lib/transport"
	"github.com/virgo-vm/virgo/lib/virt"
)

// wantError checks the text and the code of a failed attempt to connect, and
// what caused it.
func wantError(t *testing.T, err error, text string, cause error) {
	t.Helper()
	if err == nil {
		t.Fatalf("no error, want %q", text)
	}
	if err.Error() != text {
		t.Errorf("error %q, want %q", err, text)
	}
	if e := new(virt.Error); !errors.As(err, &e) || e.Code == virt.ErrOK {
		t.Errorf("%v has no code", err)
	}
	if cause != nil && !errors.Is(err, cause) {
		t.Errorf("%v does not come of %v", err, cause)
	}
}

func TestDialUnix(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		c, err := l.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		_, _ = c.Write([]byte("hello"))
		_ = c.Close()
	}()
	c, err := transport.DialUnix(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	b := make([]byte, 10)
	if n, err := c.Read(b); string(b[:n]) != "hello" {
		t.Errorf("read %q, %v", b[:n], err)
	}
	l.(*net.UnixListener).SetUnlinkOnClose(false)
	_ = l.Close()

	_, err = transport.DialUnix(t.Context(), path)
	wantError(t, err, "Failed to connect socket to '"+path+"': Connection refused", syscall.ECONNREFUSED)
	_, err = transport.DialUnix(t.Context(), path+"x")
	wantError(t, err, "Failed to connect socket to '"+path+"x': No such file or directory", syscall.ENOENT)
	_, err = transport.DialUnix(t.Context(), "")
	wantError(t, err, "Failed to connect socket to '': Connection refused", syscall.ECONNREFUSED)
	long := "/" + strings.Repeat("x", 200)
	_, err = transport.DialUnix(t.Context(), long)
	wantError(t, err, "Path "+long+" too long for unix socket", nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = transport.DialUnix(ctx, path)
	wantError(t, err, "Failed to connect socket to '"+path+"': Operation canceled", context.Canceled)
}

func TestDialTCP(t *testing.T) {
	for _, host := range []string{"127.0.0.1", "::1"} {
		t.Run(host, func(t *testing.T) {
			l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
			if err != nil {
				t.Fatal(err)
			}
			port := l.Addr().(*net.TCPAddr).Port
			c, err := transport.DialTCP(t.Context(), host, port)
			if err != nil {
				t.Fatal(err)
			}
			_ = c.Close()
			_ = l.Close()
			_, err = transport.DialTCP(t.Context(), host, port)
			wantError(t, err, "unable to connect to server at '"+host+":"+strconv.Itoa(port)+"': Connection refused", syscall.ECONNREFUSED)
		})
	}
	_, err := transport.DialTCP(t.Context(), "h", 99999)
	wantError(t, err, "invalid argument: port 99999 of server 'h' is not between 1 and 65535", virt.ErrInvalidArg)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = transport.DialTCP(ctx, "127.0.0.1", 1)
	wantError(t, err, "unable to connect to server at '127.0.0.1:1': Operation canceled", context.Canceled)
}

// The look-up itself is not tried: what a name server says is not the test's.
func TestUnknownHost(t *testing.T) {
	_, err := transport.DialTCP(t.Context(), "no host has blanks", 1)
	if err == nil || !strings.HasPrefix(err.Error(), "Unable to resolve address 'no host has blanks' service '1': ") {
		t.Errorf("error %v", err)
	}
}
