package drivertest

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
)

// Encoding wraps c so that every message is encoded and decoded on its way: what
// a caller and a driver hold in their hands is never the same memory, and
// nothing passes that the wire would not carry.
func Encoding(c driver.Conn) driver.Conn { return encoding{c} }

type encoding struct{ driver.Conn }

// across copies from one message to another by way of the wire.
func across(to, from protocol.Message) error {
	b, err := protocol.Marshal(nil, from)
	if err != nil {
		return err
	}
	return protocol.Unmarshal(b, to)
}

// around makes the request that the driver sees, calls it with call, and brings
// the reply back.
func (c encoding) around(r *protocol.Request, call func(*protocol.Request) error) error {
	inner := &protocol.Request{Proc: r.Proc, Files: r.Files}
	if r.Args != nil {
		inner.Args = r.Proc.Args()
		if err := across(inner.Args, r.Args); err != nil {
			return err
		}
	}
	if r.Reply != nil {
		inner.Reply = r.Proc.Reply()
	}
	if err := call(inner); err != nil {
		return err
	}
	r.Files = inner.Files
	if r.Reply == nil {
		return nil
	}
	return across(r.Reply, inner.Reply)
}

func (c encoding) Invoke(ctx context.Context, r *protocol.Request) error {
	return c.around(r, func(inner *protocol.Request) error { return c.Conn.Invoke(ctx, inner) })
}

func (c encoding) Stream(ctx context.Context, r *protocol.Request) (st driver.Stream, err error) {
	err = c.around(r, func(inner *protocol.Request) error {
		st, err = c.Conn.Stream(ctx, inner)
		return err
	})
	return st, err
}

func (c encoding) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (stop driver.Stop, err error) {
	err = c.around(r, func(inner *protocol.Request) error {
		stop, err = c.Conn.Subscribe(ctx, inner, func(ev protocol.Event) {
			msg := ev.Proc.Args()
			if err := across(msg, ev.Msg); err != nil {
				panic(err) // a driver's mistake, in a goroutine that can tell nobody else
			}
			ev.Msg = msg
			sink(ev)
		})
		return err
	})
	return stop, err
}
