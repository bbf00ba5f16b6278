// Package protocol is libvirt's RPC protocol as Go: its messages with their
// codec, and a typed descriptor for each procedure. All that is wire format is
// generated from spec/*.json; the files named z_*.go are that output.
//
// A procedure is called through its descriptor:
//
//	reply, err := protocol.DomainGetInfo.Call(ctx, conn, &protocol.DomainGetInfoArgs{Dom: dom})
package protocol

import (
	"context"
	"os"
)

//go:generate go run ./gen

// Kind tells a procedure that is called from one that only carries an event.
type Kind uint8

// The kinds of procedures.
const (
	KindCall Kind = iota
	KindEvent
)

// Stream tells in which direction the stream of a procedure carries data.
type Stream uint8

// The directions, seen from the client. A console carries both.
const (
	StreamNone  Stream = 0
	StreamRead  Stream = 1
	StreamWrite Stream = 2
	StreamBoth  Stream = StreamRead | StreamWrite
)

// Access tells what a read-only session may do with a procedure.
type Access uint8

// The kinds of access.
const (
	AccessRead        Access = iota // never refused
	AccessWrite                     // refused on a read-only session
	AccessConditional               // refused for some arguments: see driver.ReadOnly
)

// Proc describes a procedure: one entry of the protocol's table.
type Proc struct {
	Program uint32
	Number  int32
	Name    string // as in the protocol without its prefix: DOMAIN_CREATE
	API     string // the C function that it carries: virDomainCreate; empty for events and internal steps
	Kind    Kind
	High    bool // served by a worker of its own class, even when all ordinary ones wait
	Stream  Stream
	FDIn    bool // takes file descriptors
	FDOut   bool // returns file descriptors
	Access  Access
	// Sparse is the flag in the arguments with which the stream may have holes; 0 if it cannot.
	Sparse uint32
	// Callback tells of an event that its message is a CallbackMessage.
	Callback bool
	// EventID is the number of an event among those of its kind of object
	// (virDomainEventID, virNetworkEventID, …); -1 for events that have none.
	EventID int32
	// Args and Reply return new, empty messages; nil where the procedure has none.
	// For an event, Args is the event's message.
	Args  func() Message
	Reply func() Message
}

func (p *Proc) String() string { return p.Name }

// Request is one call of a procedure on its way through the waist. Args is
// owned by the caller and read only until the call returns; who keeps parts of
// it copies them. Reply is filled in when the call succeeds.
type Request struct {
	Proc  *Proc
	Args  Message // nil where the procedure has none
	Reply Message // nil where the procedure has none
	// Files are the descriptors to pass; after the call, those received, which
	// then belong to the caller.
	Files []*os.File
	// Sent and Received are the bytes that the call took on the wire, headers
	// included; 0 in process. For tracing.
	Sent, Received int
	// Trip is 1 when no reply had come yet on the connection as the call was sent,
	// 2 when replies to such calls had, and so on; 0 in process. For tracing.
	Trip int
}

// Event is one message of an event procedure.
type Event struct {
	Proc *Proc
	Msg  Message
	Lost int // how many events of this subscription were dropped before this one
}

// Invoker is what a typed descriptor needs of a connection.
type Invoker interface {
	Invoke(ctx context.Context, r *Request) error
}

// ptr is the pointer to a message struct, as a type constraint.
type ptr[T any] interface {
	*T
	Message
}

// Call describes a procedure with arguments and a reply.
type Call[A, R any, PA ptr[A], PR ptr[R]] struct{ Proc }

// Call calls the procedure on c.
func (p *Call[A, R, PA, PR]) Call(ctx context.Context, c Invoker, args *A) (*R, error) {
	reply := new(R)
	if err := c.Invoke(ctx, &Request{Proc: &p.Proc, Args: PA(args), Reply: PR(reply)}); err != nil {
		return nil, err
	}
	return reply, nil
}

// Bind makes a handler out of a function of the procedure's own types.
func (p *Call[A, R, PA, PR]) Bind(f func(context.Context, *A) (*R, error)) (*Proc, Handler) {
	return &p.Proc, func(ctx context.Context, r *Request) error {
		reply, err := f(ctx, (*A)(r.Args.(PA)))
		if err != nil {
			return err
		}
		*(*R)(r.Reply.(PR)) = *reply
		return nil
	}
}

// CallArgs describes a procedure with arguments only.
type CallArgs[A any, PA ptr[A]] struct{ Proc }

// Call calls the procedure on c.
func (p *CallArgs[A, PA]) Call(ctx context.Context, c Invoker, args *A) error {
	return c.Invoke(ctx, &Request{Proc: &p.Proc, Args: PA(args)})
}

// Bind makes a handler out of a function of the procedure's own types.
func (p *CallArgs[A, PA]) Bind(f func(context.Context, *A) error) (*Proc, Handler) {
	return &p.Proc, func(ctx context.Context, r *Request) error { return f(ctx, (*A)(r.Args.(PA))) }
}

// CallReply describes a procedure with a reply only.
type CallReply[R any, PR ptr[R]] struct{ Proc }

// Call calls the procedure on c.
func (p *CallReply[R, PR]) Call(ctx context.Context, c Invoker) (*R, error) {
	reply := new(R)
	if err := c.Invoke(ctx, &Request{Proc: &p.Proc, Reply: PR(reply)}); err != nil {
		return nil, err
	}
	return reply, nil
}

// Bind makes a handler out of a function of the procedure's own types.
func (p *CallReply[R, PR]) Bind(f func(context.Context) (*R, error)) (*Proc, Handler) {
	return &p.Proc, func(ctx context.Context, r *Request) error {
		reply, err := f(ctx)
		if err != nil {
			return err
		}
		*(*R)(r.Reply.(PR)) = *reply
		return nil
	}
}

// CallNone describes a procedure with neither.
type CallNone struct{ Proc }

// Call calls the procedure on c.
func (p *CallNone) Call(ctx context.Context, c Invoker) error {
	return c.Invoke(ctx, &Request{Proc: &p.Proc})
}

// Bind makes a handler out of a function.
func (p *CallNone) Bind(f func(context.Context) error) (*Proc, Handler) {
	return &p.Proc, func(ctx context.Context, _ *Request) error { return f(ctx) }
}

// EventProc describes the message of an event.
type EventProc[M any, PM ptr[M]] struct{ Proc }

// Event wraps a message for a sink.
func (p *EventProc[M, PM]) Event(m *M) Event { return Event{Proc: &p.Proc, Msg: PM(m)} }

// Handler answers a request: it reads r.Args and fills in r.Reply and r.Files.
type Handler func(ctx context.Context, r *Request) error
