package cmd_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/cmd"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A sender is a host whose lifecycle events the test sends.
type sender struct {
	*server
	registered chan func(protocol.Event) // each sink that was registered
}

func newSender(t *testing.T) *sender {
	s := &sender{registered: make(chan func(protocol.Event), 10)}
	s.server = serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		c, err := new(test.Driver).Open(ctx, uri, o)
		return sending{c, s}, err
	})
	return s
}

type sending struct {
	driver.Conn
	sender *sender
}

func (c sending) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	if r.Proc != &protocol.ConnectDomainEventCallbackRegisterAny.Proc {
		return c.Conn.Subscribe(ctx, r, sink)
	}
	c.sender.registered <- sink
	return func(context.Context) error { return nil }, nil
}

func numbered(n int) protocol.Event {
	return protocol.DomainEventCallbackLifecycle.Event(&protocol.DomainEventCallbackLifecycleMsg{Msg: protocol.DomainEventLifecycleMsg{
		Dom: protocol.Domain{Name: fmt.Sprint("vm", n), UUID: eventUUID(), ID: -1}, Event: int32(virt.DomainEventDefined)}})
}

// start runs the program with the host, and returns a function that waits for its
// status and errors.
func (s *sender) start(out io.Writer, args ...string) func() (status int, stderr string) {
	var stderr bytes.Buffer
	done := make(chan int, 1)
	go func() {
		done <- cmd.Main(cmd.Process{Args: append([]string{"-c", s.uri}, args...), Stdin: strings.NewReader(""), Stdout: out, Stderr: &stderr,
			LookupEnv: func(string) (string, bool) { return "", false }})
	}()
	return func() (int, string) { return <-done, stderr.String() }
}

// TestEventsManyPerSecond: 10,000 events in a second are all shown, in order.
func TestEventsManyPerSecond(t *testing.T) {
	const events, steps = 10000, 100
	s := newSender(t)
	out := newOutput()
	wait := s.start(out, "event", "--event", "lifecycle", "--loop", "--timeout", "3", "-o", "json")
	sink := <-s.registered
	tick := time.NewTicker(time.Second / steps)
	defer tick.Stop()
	for n := range events {
		if n%(events/steps) == 0 {
			<-tick.C
		}
		sink(numbered(n))
	}
	if status, stderr := wait(); status != 0 || stderr != "" {
		t.Fatalf("status %d, %q", status, stderr)
	}
	d := json.NewDecoder(strings.NewReader(out.String()))
	for n := range events {
		var ev struct {
			Object struct{ Name string }
			Lost   int
		}
		if err := d.Decode(&ev); err != nil {
			t.Fatalf("event %d: %v", n, err)
		}
		if ev.Object.Name != fmt.Sprint("vm", n) || ev.Lost != 0 {
			t.Fatalf("event %d: %+v", n, ev)
		}
	}
}

// TestEventsConnectionLost: the end of the daemon ends the command with the reason,
// or with --reconnect it goes on.
func TestEventsConnectionLost(t *testing.T) {
	s := newSender(t)
	out := newOutput()
	wait := s.start(out, "event", "--event", "lifecycle", "--loop")
	(<-s.registered)(numbered(1))
	out.await("vm1", 1)
	s.drop()
	status, stderr := wait()
	if want := "error: Disconnected from " + s.uri + " due to end of file\n"; status != 1 || stderr != want {
		t.Errorf("status %d, %q, want %q", status, stderr, want)
	}
	if want := "event 'lifecycle' for domain 'vm1': Defined Added\nevents received: 1\n\n"; out.String() != want {
		t.Errorf("%q, want %q", out.String(), want)
	}

	out = newOutput()
	wait = s.start(out, "event", "--event", "lifecycle", "--loop", "--reconnect", "--timeout", "3")
	(<-s.registered)(numbered(1))
	out.await("vm1", 1)
	s.drop()
	(<-s.registered)(numbered(2))
	out.await("vm2", 1)
	status, stderr = wait()
	want := "error: Disconnected from " + s.uri + " due to end of file\nerror: Reconnected to the hypervisor\n"
	if status != 0 || stderr != want || !strings.HasSuffix(out.String(), "event loop timed out\nevents received: 2\n\n") {
		t.Errorf("with --reconnect: status %d, %q, %q", status, stderr, out.String())
	}
}
