//go:build unix

package interop

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/creack/pty"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// An echo is a console that greets, and then says what is typed, in capitals.
// What begins with "end" or "fail" ends it, in good order or with an error.
type echo struct {
	ctx    context.Context
	said   chan []byte
	once   sync.Once
	closed chan struct{}
	ended  chan<- struct{} // gets a value at the end
}

const greeting = "HELLO\r\n"

func newEcho(ctx context.Context, ended chan<- struct{}) *echo {
	e := &echo{ctx: ctx, said: make(chan []byte, 100), closed: make(chan struct{}), ended: ended}
	e.said <- []byte(greeting)
	context.AfterFunc(ctx, e.end)
	return e
}

func (e *echo) end() {
	e.once.Do(func() {
		close(e.closed)
		e.ended <- struct{}{}
	})
}

func (e *echo) Recv(p []byte) (int, int64, error) {
	var data []byte
	select {
	case data = <-e.said:
	default:
		select {
		case data = <-e.said:
		case <-e.closed:
			return 0, 0, io.EOF
		}
	}
	switch {
	case bytes.HasPrefix(data, []byte("END")):
		return 0, 0, io.EOF
	case bytes.HasPrefix(data, []byte("FAIL")):
		return 0, 0, virt.Errorf(virt.FromQEMU, virt.ErrOperationFailed, "the console is on fire")
	}
	return copy(p, data), 0, nil
}

func (e *echo) Send(p []byte) (int, error) {
	select {
	case e.said <- bytes.ToUpper(p):
		return len(p), nil
	case <-e.closed:
		return 0, context.Cause(e.ctx)
	}
}

func (e *echo) SendHole(int64) error         { return virt.Errorf(virt.FromQEMU, virt.ErrNoSupport, "a hole") }
func (e *echo) Finish(context.Context) error { e.end(); return nil }
func (e *echo) Abort(context.Context) error  { e.end(); return nil }

func TestConsole(t *testing.T) {
	ended := make(chan struct{}, 1)
	uri := serveStreams(t, &streamHost{console: func(ctx context.Context) driver.Stream { return newEcho(ctx, ended) }})
	const connected = "Connected to domain 'test'\r\nEscape character is ^] (Ctrl + ])\r\n" + greeting
	for name, c := range map[string]testhost.Client{"virsh": testhost.NewVirsh(t, uri), "virgo": testhost.NewVirgo(t, uri)} {
		for _, test := range []struct {
			name   string
			typed  string // at the end
			want   string // shown after that
			status int
		}{
			{"left by the user", "\x1d", "", 0},
			{"ended by the host", "end", "", 0},
			{"failing", "fail", "the console is on fire", 1},
		} {
			t.Run(name+", "+test.name, func(t *testing.T) {
				cmd := c.Command(t.Context(), t, "console", "test")
				tty, err := pty.Start(cmd)
				if err != nil {
					t.Fatal(err)
				}
				x := testhost.NewTerminal(t, tty)
				x.Wait(greeting)
				x.Type("abc")
				x.Wait("ABC")
				x.Type("\x03") // Ctrl-C is for the guest
				x.Wait("\x03")
				x.Type(test.typed)
				shown := x.End()
				_ = cmd.Wait() // its status is looked at below
				if !strings.Contains(shown, connected) || !strings.Contains(shown, test.want) || cmd.ProcessState.ExitCode() != test.status {
					t.Errorf("it has shown %q and ended with the status %d", shown, cmd.ProcessState.ExitCode())
				}
				<-ended
			})
		}
	}
}
