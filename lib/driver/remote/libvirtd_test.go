//go:build unix

package remote_test

import (
	"context"
	"errors"
	"net"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/remote"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// openHost opens a session with a private libvirtd and closes it with the test.
func openHost(t *testing.T, uri string, o driver.Options) driver.Conn {
	t.Helper()
	c, err := remote.Open(t.Context(), uri, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return c
}

func domains(t *testing.T, c driver.Conn) []protocol.Domain {
	t.Helper()
	r, err := protocol.ConnectListAllDomains.Call(t.Context(), c, &protocol.ConnectListAllDomainsArgs{NeedResults: 1})
	if err != nil {
		t.Fatal(err)
	}
	return r.Domains
}

func TestOpenAndList(t *testing.T) {
	h := testhost.Shared(t)
	trace := driver.NewTracer(nil)
	c := openHost(t, h.URI("test"), driver.Options{Trace: trace})
	if got := domains(t, c); len(got) != 1 || got[0].Name != "test" {
		t.Errorf("domains of the test driver: %+v", got)
	}
	if got := trace.RoundTrips(); got != 3 {
		t.Errorf("%d round trips, want 3: AUTH_LIST, CONNECT_OPEN and the list", got)
	}
}

func TestOpenTCP(t *testing.T) {
	h := testhost.Start(t, testhost.Options{TCP: true})
	c := openHost(t, h.TCPURI("test"), driver.Options{})
	if got := domains(t, c); len(got) != 1 {
		t.Errorf("domains of the test driver: %+v", got)
	}
}

func TestReadOnly(t *testing.T) {
	h := testhost.Shared(t)
	for name, socket := range map[string]string{"flag": h.Socket, "socket": h.SocketRO} {
		t.Run(name, func(t *testing.T) {
			c := openHost(t, "test+unix:///default?socket="+socket, driver.Options{ReadOnly: true})
			err := protocol.DomainDestroy.Call(t.Context(), c, &protocol.DomainDestroyArgs{Dom: domains(t, c)[0]})
			if !errors.Is(err, virt.ErrOperationDenied) {
				t.Errorf("a change was not refused: %v", err)
			}
		})
	}
}

func TestUnknownParametersAreRemarked(t *testing.T) {
	h := testhost.Shared(t)
	var remarks []string
	openHost(t, h.URI("test")+"&colour=red", driver.Options{Warn: func(s string) { remarks = append(remarks, s) }})
	if len(remarks) != 1 || !strings.Contains(remarks[0], "'colour'") {
		t.Errorf("remarks: %q", remarks)
	}
}

func TestEventsOfARealDaemon(t *testing.T) {
	h := testhost.Shared(t)
	c := openHost(t, h.URI("test"), driver.Options{})
	events := make(chan protocol.Event, 100)
	stop, err := c.Subscribe(t.Context(), &protocol.Request{Proc: &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		Args: &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: int32(virt.DomainEventIDLifecycle)}},
		func(e protocol.Event) { events <- e })
	if err != nil {
		t.Fatal(err)
	}
	dom := domains(t, c)[0]
	if err := protocol.DomainDestroy.Call(t.Context(), c, &protocol.DomainDestroyArgs{Dom: dom}); err != nil {
		t.Fatal(err)
	}
	if err := protocol.DomainCreate.Call(t.Context(), c, &protocol.DomainCreateArgs{Dom: dom}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []virt.DomainEventType{virt.DomainEventStopped, virt.DomainEventStarted} {
		m := (<-events).Msg.(*protocol.DomainEventCallbackLifecycleMsg).Msg
		if m.Event != int32(want) || m.Dom.Name != "test" {
			t.Errorf("the event is %+v, want %v", m, want)
		}
	}
	if err := stop(t.Context()); err != nil {
		t.Error(err)
	}
	again, err := c.Subscribe(t.Context(), &protocol.Request{Proc: &protocol.ConnectDomainEventCallbackRegisterAny.Proc,
		Args: &protocol.ConnectDomainEventCallbackRegisterAnyArgs{EventID: int32(virt.DomainEventIDLifecycle)}}, func(protocol.Event) {})
	if err != nil {
		t.Fatalf("the daemon still has the old registration: %v", err)
	}
	if err := again(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestDaemonKilled(t *testing.T) {
	h := testhost.Start(t, testhost.Options{})
	c := openHost(t, h.URI("test"), driver.Options{})
	if err := h.KillDaemon(); err != nil {
		t.Fatal(err)
	}
	<-c.Done()
	lost := new(driver.LostError)
	if err := c.Err(); !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonEOF {
		t.Errorf("the session ended with %v", err)
	}
	_, err := remote.Open(t.Context(), h.URI("test"), driver.Options{})
	if want := "Failed to connect socket to '" + h.Socket + "': Connection refused"; err == nil || err.Error() != want {
		t.Errorf("opening without a daemon: %v, want %q", err, want)
	}
}

func TestDaemonHangs(t *testing.T) {
	h := testhost.Start(t, testhost.Options{})
	c := openHost(t, h.URI("test"), driver.Options{KeepAlive: driver.KeepAlive{Interval: 300 * time.Millisecond, Count: 3}})
	domains(t, c)
	if err := h.SuspendDaemon(); err != nil {
		t.Fatal(err)
	}
	_, err := protocol.ConnectListAllDomains.Call(t.Context(), c, &protocol.ConnectListAllDomainsArgs{NeedResults: 1})
	lost := new(driver.LostError)
	if !errors.As(err, &lost) || lost.Reason != virt.ConnectCloseReasonKeepalive {
		t.Errorf("a call to a stopped daemon: %v", err)
	}

	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err = remote.Open(ctx, h.URI("test"), driver.Options{})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), h.Socket) {
		t.Errorf("opening a stopped daemon: %v", err)
	}
	if err := h.ResumeDaemon(); err != nil {
		t.Fatal(err)
	}
}

// A server that is none of ours, and one that says nothing.
func TestOpenSomethingElse(t *testing.T) {
	web, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	go func() {
		c, err := web.Accept()
		if err != nil {
			t.Error(err)
			return
		}
		defer c.Close()
		_, _ = c.Read(make([]byte, 100))
		_, _ = c.Write([]byte("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n"))
	}()
	_, err = remote.Open(t.Context(), "qemu+tcp://"+web.Addr().String()+"/system", driver.Options{})
	if err == nil || !strings.Contains(err.Error(), "this looks like an HTTP server") || !strings.Contains(err.Error(), web.Addr().String()) {
		t.Errorf("opening a web server: %v", err)
	}

	l, err := net.Listen("unix", filepath.Join(t.TempDir(), "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err = remote.Open(ctx, "qemu+unix:///system?socket="+l.Addr().String(), driver.Options{})
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), l.Addr().String()) {
		t.Errorf("opening a server that is silent: %v", err)
	}
}
