// Package driver is the waist between the library and the hosts: every
// operation on every kind of host is one procedure of the protocol, invoked on a
// Conn. Drivers below it implement Conn; lib/libvirt above it calls procedures;
// rpc.Serve offers any Conn to libvirt's clients.
package driver

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A Conn is one client's session with one host. It is safe for concurrent use.
type Conn interface {
	// Invoke calls a procedure. The end of ctx ends the wait, not the work: the
	// host may still do what was asked.
	Invoke(ctx context.Context, r *protocol.Request) error

	// Stream calls a procedure that opens a stream. ctx lives as long as the
	// stream; its end aborts it.
	Stream(ctx context.Context, r *protocol.Request) (Stream, error)

	// Subscribe is Invoke for a procedure that registers events. sink gets them
	// in wire order, perhaps before Subscribe returns, never two at once, none
	// after Stop has returned. It must not block.
	Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (Stop, error)

	// Done is closed when the session is over, by Close or by itself.
	Done() <-chan struct{}

	// Err tells why the session is over: ErrClosed after Close, else what
	// happened (end of file, keepalive timeout, I/O). Nil while it lives.
	Err() error

	// Close ends the session. Further calls return nil.
	Close(ctx context.Context) error
}

// Stop ends a subscription. It may be called more than once, and not from
// within the subscription's sink.
type Stop func(context.Context) error

// A Stream is the data of one stream procedure, in one or both directions. Recv
// may run at the same time as one of the sending methods.
type Stream interface {
	// Recv reads the next bytes. For a hole in sparse data n is 0 and hole its
	// length in bytes; at the end of the data err is io.EOF. An error comes with
	// neither bytes nor a hole.
	Recv(p []byte) (n int, hole int64, err error)
	// Send writes all of p.
	Send(p []byte) (int, error)
	// SendHole skips n bytes, where the stream was opened sparse.
	SendHole(n int64) error
	// Finish says that all was sent or received and waits for the host's verdict.
	Finish(ctx context.Context) error
	// Abort gives up the stream.
	Abort(ctx context.Context) error
}

// Opener connects to the host that a URI names.
type Opener func(ctx context.Context, uri string, o Options) (Conn, error)

// Options are what a caller may want of a session. The zero value is a
// read-write session that asks nobody and sends no keepalive.
type Options struct {
	// ReadOnly asks for a session that refuses all changes with
	// virt.ErrOperationDenied.
	ReadOnly bool
	// Auth answers the host's questions for credentials; nil answers none.
	Auth Authenticator
	// KeepAlive makes a remote session ping its peer.
	KeepAlive KeepAlive
	// Trace sees every call, those of opening included; nil for none.
	Trace *Tracer
	// Warn gets remarks that are no errors, such as unknown URI parameters; nil
	// drops them.
	Warn func(string)
}

// Authenticator answers questions for credentials, one result for each, or
// returns an error to give up.
type Authenticator func(ctx context.Context, asked []Credential) ([]string, error)

// Credential is one question of an authentication (virConnectCredential).
type Credential struct {
	Type      virt.ConnectCredentialType
	Prompt    string
	Challenge string
	Default   string
}

// KeepAlive tells how a dead peer is noticed: after Count pings, Interval
// apart, without any answer. An Interval of 0 means no pings.
type KeepAlive struct {
	Interval time.Duration
	Count    int
}

// ErrClosed is what Err returns, and calls fail with, after Close.
var ErrClosed error = virt.Errorf(virt.FromRPC, virt.ErrInternalError, "the connection was closed by the client")
