//go:build unix

package cmd_test

import (
	"context"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestAbortJob: Ctrl-C during a save makes the host give it up. The program ends
// as an interrupted one; a prompt goes on.
func TestAbortJob(t *testing.T) {
	for _, c := range []struct {
		name   string
		args   []string
		typed  string // at the prompt
		status int
	}{
		{"one command", []string{"save", "test", "/x"}, "", 130},
		{"prompt", nil, "save test /x", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			saving, aborted := make(chan struct{}), make(chan struct{})
			abort := sync.OnceFunc(func() { close(aborted) })
			s := serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
				var d test.Driver
				conn, err := d.Open(ctx, builtinHost, o)
				return slowSaves{conn, saving, abort, aborted}, err
			})
			x := startTerminal(t, nil, append([]string{"-q", "-c", s.uri}, c.args...)...)
			if c.typed != "" {
				x.fresh()
				x.line(c.typed)
			}
			x.await(saving)
			x.send("\x03")
			if c.typed != "" {
				x.fresh()
				x.line("quit")
			}
			if got := x.status(); got != c.status {
				x.drain()
				t.Errorf("status %d, want %d: %s", got, c.status, &x.screen)
			}
			select {
			case <-aborted:
			default:
				t.Error("the host was not asked to give the save up")
			}
		})
	}
}

// slowSaves is a session with a host that is not done with a save until it is to
// give it up.
type slowSaves struct {
	driver.Conn
	saving  chan<- struct{}
	abort   func()
	aborted <-chan struct{}
}

func (c slowSaves) Invoke(ctx context.Context, r *protocol.Request) error {
	switch r.Args.(type) {
	case *protocol.DomainSaveArgs:
		close(c.saving)
		select {
		case <-c.aborted:
			return virt.Errorf(virt.FromQEMU, virt.ErrOperationAborted, "by client")
		case <-ctx.Done():
			return ctx.Err()
		}
	case *protocol.DomainAbortJobArgs:
		c.abort()
		return nil
	}
	return c.Conn.Invoke(ctx, r)
}
