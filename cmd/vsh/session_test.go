package vsh_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// fakeConn is a session that answers nothing and ends when told to.
type fakeConn struct {
	driver.Conn
	done chan struct{}
	err  error
}

func (c *fakeConn) Err() error                  { return c.err }
func (c *fakeConn) Done() <-chan struct{}       { return c.done }
func (c *fakeConn) Close(context.Context) error { c.err = driver.ErrClosed; return nil }
func (c *fakeConn) Invoke(_ context.Context, r *protocol.Request) error {
	return driver.NoSupport(r.Proc)
}

// newSession returns a session, the connections it has opened, and the errors it
// has shown, one a line. open fails with the errors in fail, one after the other.
func newSession(fail ...error) (s *vsh.Session, opened *[]*fakeConn, shown *strings.Builder) {
	opened, shown = new([]*fakeConn), new(strings.Builder)
	s = &vsh.Session{}
	s.Report = func(err error) {
		for _, line := range vsh.ErrorLines(err) {
			shown.WriteString(line + "\n")
		}
	}
	s.Open = func(context.Context, string, ...libvirt.Option) (*libvirt.Conn, error) {
		if len(fail) > 0 {
			err := fail[0]
			fail = fail[1:]
			if err != nil {
				return nil, err
			}
		}
		c := &fakeConn{done: make(chan struct{})}
		*opened = append(*opened, c)
		return libvirt.New(c), nil
	}
	return s, opened, shown
}

func TestConnIsLazyAndShared(t *testing.T) {
	s, opened, _ := newSession()
	if len(*opened) != 0 {
		t.Fatal("connected before anybody asked")
	}
	first, err := s.Conn(t.Context())
	second, err2 := s.Conn(t.Context())
	if err != nil || err2 != nil || first != second || len(*opened) != 1 {
		t.Fatalf("%v %v, %d connections", err, err2, len(*opened))
	}
	if err := s.Close(t.Context()); err != nil || (*opened)[0].err == nil {
		t.Fatalf("not closed: %v", err)
	}
}

func TestReconnect(t *testing.T) {
	reasons := map[virt.ConnectCloseReason]string{
		virt.ConnectCloseReasonError:     "I/O error",
		virt.ConnectCloseReasonEOF:       "end of file",
		virt.ConnectCloseReasonKeepalive: "keepalive timeout",
	}
	for reason, words := range reasons {
		s, opened, shown := newSession()
		s.URI = "x:///y"
		if _, err := s.Conn(t.Context()); err != nil {
			t.Fatal(err)
		}
		(*opened)[0].err = &driver.LostError{Reason: reason, Err: errors.New("gone")}
		if _, err := s.Conn(t.Context()); err != nil || len(*opened) != 2 {
			t.Fatalf("%v, %d connections", err, len(*opened))
		}
		want := "Disconnected from 'x:///y' due to " + words + "\nReconnected to the hypervisor\n"
		if shown.String() != want {
			t.Errorf("shown %q, want %q", shown, want)
		}
	}
}

func TestReconnectFails(t *testing.T) {
	refused := errors.New("refused")
	s, opened, shown := newSession(nil, refused, refused)
	if _, err := s.Conn(t.Context()); err != nil {
		t.Fatal(err)
	}
	(*opened)[0].err = errors.New("broken")
	for _, want := range []string{"Failed to reconnect to the hypervisor", "failed to connect to the hypervisor"} {
		_, err := s.Conn(t.Context())
		var c *vsh.ConnectError
		if lines := strings.Join(vsh.ErrorLines(err), "|"); lines != want+"|refused" || !errors.As(err, &c) {
			t.Errorf("%q, want %q", lines, want)
		}
	}
	if want := "Disconnected from the local daemon due to I/O error\n"; shown.String() != want {
		t.Errorf("shown %q, want %q", shown, want)
	}
}

func TestConnect(t *testing.T) {
	s, opened, _ := newSession(nil, nil, errors.New("no"))
	s.URI = "a:///"
	if _, err := s.Conn(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.Connect(t.Context(), "b:///", true); err != nil || s.URI != "b:///" || !s.ReadOnly {
		t.Fatalf("%v, now at %s", err, s.URI)
	}
	if !errors.Is((*opened)[0].err, driver.ErrClosed) {
		t.Error("the connection of before is still open")
	}
	if err := s.Connect(t.Context(), "c:///", false); err == nil || s.URI != "b:///" || s.Connected() != nil {
		t.Errorf("%v: after a failure the host is %s, connected %v", err, s.URI, s.Connected())
	}
}

// TestConnectTimeout: a host that takes the connection and says nothing.
func TestConnectTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _, _ := newSession()
		s.URI, s.Timeout = "x:///y", 15*time.Second
		s.Open = func(ctx context.Context, _ string, _ ...libvirt.Option) (*libvirt.Conn, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		_, err := s.Conn(t.Context())
		want := "failed to connect to the hypervisor\nno answer from 'x:///y' within 15s (see --timeout)"
		if err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := s.Conn(ctx); err == nil || !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled: %v", err)
		}
	})
}
