// Package rpctest is a peer for tests of the RPC protocol. It does what a script
// says, good or bad: it expects frames and sends frames, or any other bytes. It
// has an encoder of its own, so that it does not share a mistake with lib/rpc.
//
//	client, peer := net.Pipe()
//	rpctest.Run(t, peer, func(p *rpctest.Peer) {
//		call := p.Expect(&protocol.ConnectGetVersion.Proc, nil)
//		p.Reply(call, &protocol.ConnectGetVersionReply{HvVer: 1})
//	})
package rpctest

import (
	"encoding/binary"
	"errors"
	"io"
	"net"
	"os"
	"reflect"
	"runtime"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Peer is one side of a connection. Its methods fail the test and end the
// script when something else comes than was expected.
type Peer struct {
	t    testing.TB
	conn net.Conn
}

// Frame is one message.
type Frame struct {
	protocol.Header
	// Payload is what follows the header, and in the types with file
	// descriptors their number.
	Payload []byte
	Files   []*os.File
}

// Proc is the procedure of f, nil if the protocol has none of its number.
func (f *Frame) Proc() *protocol.Proc { return protocol.Lookup(f.Program, f.Procedure) }

// New returns the peer that has conn, for scripts in the test's own goroutine.
func New(t testing.TB, conn net.Conn) *Peer { return &Peer{t: t, conn: conn} }

// Run runs script on conn in a goroutine of its own, and closes conn after it.
// The test ends after the script has.
func Run(t testing.TB, conn net.Conn, script func(p *Peer)) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer conn.Close()
		script(New(t, conn))
	}()
	t.Cleanup(func() { <-done })
}

// fail fails the test and ends the goroutine that the script runs in.
func (p *Peer) fail(format string, args ...any) {
	p.t.Helper()
	p.t.Errorf("scripted peer: "+format, args...)
	_ = p.conn.Close()
	runtime.Goexit()
}

// fileConn is the part of a connection that passes descriptors.
type fileConn interface {
	ReadFiles(p []byte) (int, []*os.File, error)
	WriteFile(f *os.File) error
}

// Conn is the connection, for what no method does.
func (p *Peer) Conn() net.Conn { return p.conn }

// Raw sends bytes as they are.
func (p *Peer) Raw(b []byte) {
	p.t.Helper()
	if _, err := p.conn.Write(b); err != nil {
		p.fail("cannot send %d bytes: %v", len(b), err)
	}
}

// Read returns the next frame.
func (p *Peer) Read() Frame {
	p.t.Helper()
	f, err := p.read()
	if err != nil {
		p.fail("no frame came: %v", err)
	}
	return f
}

// ExpectEnd waits for the other side to close the connection. Frames that come
// before that are dropped.
func (p *Peer) ExpectEnd() {
	p.t.Helper()
	for {
		_, err := p.read()
		if errors.Is(err, io.EOF) || errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			p.t.Logf("scripted peer: the connection ended with %v", err)
			return
		}
	}
}

func (p *Peer) read() (Frame, error) {
	var head [28]byte
	if _, err := io.ReadFull(p.conn, head[:]); err != nil {
		return Frame{}, err
	}
	u := func(i int) uint32 { return binary.BigEndian.Uint32(head[4*i:]) }
	f := Frame{
		Header: protocol.Header{Program: u(1), Version: u(2), Procedure: int32(u(3)),
			Type: protocol.MessageType(u(4)), Serial: u(5), Status: protocol.MessageStatus(u(6))},
		Payload: make([]byte, u(0)-28),
	}
	if _, err := io.ReadFull(p.conn, f.Payload); err != nil {
		return Frame{}, err
	}
	if f.Type == protocol.MessageTypeCallWithFDs || f.Type == protocol.MessageTypeReplyWithFDs {
		n := binary.BigEndian.Uint32(f.Payload)
		f.Payload = f.Payload[4:]
		for range n {
			_, files, err := p.conn.(fileConn).ReadFiles(make([]byte, 1))
			if err != nil {
				return Frame{}, err
			}
			f.Files = append(f.Files, files...)
		}
	}
	return f, nil
}

// Expect returns the next frame, which has to be a call of proc with args; nil
// args mean any.
func (p *Peer) Expect(proc *protocol.Proc, args protocol.Message) Frame {
	p.t.Helper()
	f := p.Read()
	if f.Program != proc.Program || f.Procedure != proc.Number {
		p.fail("%+v came, want a call of %s", f.Header, proc)
	}
	if f.Type != protocol.MessageTypeCall && f.Type != protocol.MessageTypeCallWithFDs {
		p.fail("a frame of type %d came, want a call of %s", f.Type, proc)
	}
	if args != nil {
		got := proc.Args()
		if err := protocol.Unmarshal(f.Payload, got); err != nil {
			p.fail("arguments of %s: %v", proc, err)
		}
		if !reflect.DeepEqual(got, args) {
			p.fail("%s called with %+v, want %+v", proc, got, args)
		}
	}
	return f
}

// ExpectStream returns the next frame, which has to be one of the stream that
// call opened, with status.
func (p *Peer) ExpectStream(call Frame, status protocol.MessageStatus) Frame {
	p.t.Helper()
	f := p.Read()
	if f.Type != protocol.MessageTypeStream && f.Type != protocol.MessageTypeStreamHole {
		p.fail("a frame of type %d came, want one of the stream of %s", f.Type, call.Proc())
	}
	if f.Serial != call.Serial || f.Procedure != call.Procedure || f.Status != status {
		p.fail("%+v came, want status %d in the stream of %+v", f.Header, status, call.Header)
	}
	return f
}

// Send sends a frame. A nil message is an empty payload.
func (p *Peer) Send(h protocol.Header, m protocol.Message, files ...*os.File) {
	p.t.Helper()
	var payload []byte
	if m != nil {
		var err error
		if payload, err = protocol.Marshal(nil, m); err != nil {
			p.fail("message %+v: %v", m, err)
		}
	}
	p.SendPayload(h, payload, files...)
}

// SendPayload sends a frame with any payload.
func (p *Peer) SendPayload(h protocol.Header, payload []byte, files ...*os.File) {
	p.t.Helper()
	if h.Type == protocol.MessageTypeCallWithFDs || h.Type == protocol.MessageTypeReplyWithFDs {
		payload = append(binary.BigEndian.AppendUint32(nil, uint32(len(files))), payload...)
	}
	p.Raw(Bytes(h, payload))
	for _, f := range files {
		if err := p.conn.(fileConn).WriteFile(f); err != nil {
			p.fail("cannot pass %s: %v", f.Name(), err)
		}
	}
}

// Bytes returns a frame as it is on the wire.
func Bytes(h protocol.Header, payload []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(28+len(payload)))
	for _, v := range [...]uint32{h.Program, h.Version, uint32(h.Procedure), uint32(h.Type), h.Serial, uint32(h.Status)} {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return append(b, payload...)
}

// Reply answers call with m, which may be nil, and files.
func (p *Peer) Reply(call Frame, m protocol.Message, files ...*os.File) {
	p.t.Helper()
	h := call.Header
	h.Type = protocol.MessageTypeReply
	if len(files) > 0 {
		h.Type = protocol.MessageTypeReplyWithFDs
	}
	p.Send(h, m, files...)
}

// ReplyError answers call with an error.
func (p *Peer) ReplyError(call Frame, e *virt.Error) {
	p.t.Helper()
	h := call.Header
	h.Type, h.Status = protocol.MessageTypeReply, protocol.MessageStatusError
	p.Send(h, protocol.ErrorFrom(e))
}

// Event sends an event.
func (p *Peer) Event(proc *protocol.Proc, m protocol.Message) {
	p.t.Helper()
	p.Send(protocol.Header{Program: proc.Program, Version: 1, Procedure: proc.Number, Type: protocol.MessageTypeMessage, Serial: 1}, m)
}

// Call sends a call under serial and returns it, for the functions that answer
// or continue it.
func (p *Peer) Call(serial uint32, proc *protocol.Proc, args protocol.Message, files ...*os.File) Frame {
	p.t.Helper()
	h := protocol.Header{Program: proc.Program, Version: 1, Procedure: proc.Number, Serial: serial}
	if len(files) > 0 {
		h.Type = protocol.MessageTypeCallWithFDs
	}
	p.Send(h, args, files...)
	return Frame{Header: h}
}

// ExpectReply returns the next frame, which has to be the reply to call, and
// decodes it into m if that is not nil.
func (p *Peer) ExpectReply(call Frame, m protocol.Message) Frame {
	p.t.Helper()
	f := p.expectAnswer(call)
	if f.Status != protocol.MessageStatusOK {
		p.fail("%s answered with the error %v", call.Proc(), decodeError(f.Payload))
	}
	if m != nil {
		if err := protocol.Unmarshal(f.Payload, m); err != nil {
			p.fail("reply to %s: %v", call.Proc(), err)
		}
	}
	return f
}

// ExpectError returns the error that the next frame, the reply to call, carries.
func (p *Peer) ExpectError(call Frame) *virt.Error {
	p.t.Helper()
	f := p.expectAnswer(call)
	if f.Status != protocol.MessageStatusError {
		p.fail("%+v answered without an error", call.Header)
	}
	return decodeError(f.Payload)
}

func decodeError(payload []byte) *virt.Error {
	m := new(protocol.Error)
	if err := protocol.Unmarshal(payload, m); err != nil {
		return &virt.Error{Message: "undecodable: " + err.Error()}
	}
	return m.Virt()
}

func (p *Peer) expectAnswer(call Frame) Frame {
	p.t.Helper()
	f := p.Read()
	if f.Type != protocol.MessageTypeReply && f.Type != protocol.MessageTypeReplyWithFDs {
		p.fail("a frame of type %d came, want the reply to %+v", f.Type, call.Header)
	}
	if f.Serial != call.Serial || f.Procedure != call.Procedure || f.Program != call.Program {
		p.fail("%+v came, want the reply to %+v", f.Header, call.Header)
	}
	return f
}

// Data sends data in the stream that call opened; none is its end.
func (p *Peer) Data(call Frame, data []byte) {
	p.t.Helper()
	h := call.Header
	h.Type, h.Status = protocol.MessageTypeStream, protocol.MessageStatusContinue
	p.SendPayload(h, data)
}

// Hole sends a hole in the stream that call opened.
func (p *Peer) Hole(call Frame, n int64) {
	p.t.Helper()
	h := call.Header
	h.Type, h.Status = protocol.MessageTypeStreamHole, protocol.MessageStatusContinue
	p.Send(h, &protocol.StreamHole{Length: n})
}

// EndStream sends the last word in the stream that call opened: its good end,
// or an error if err is not nil.
func (p *Peer) EndStream(call Frame, err *virt.Error) {
	p.t.Helper()
	h := call.Header
	h.Type, h.Status = protocol.MessageTypeStream, protocol.MessageStatusOK
	if err == nil {
		p.Send(h, nil)
		return
	}
	h.Status = protocol.MessageStatusError
	p.Send(h, protocol.ErrorFrom(err))
}

// AbortStream sends the client's abort of the stream that call opened.
func (p *Peer) AbortStream(call Frame) {
	p.t.Helper()
	h := call.Header
	h.Type, h.Status = protocol.MessageTypeStream, protocol.MessageStatusError
	p.Send(h, nil)
}

// KeepAlive sends a ping or a pong: protocol.KeepAlivePing, KeepAlivePong.
func (p *Peer) KeepAlive(proc int32) {
	p.t.Helper()
	p.Send(protocol.Header{Program: protocol.KeepAliveProgram, Version: 1, Procedure: proc, Type: protocol.MessageTypeMessage}, nil)
}

// ExpectKeepAlive expects a ping or a pong.
func (p *Peer) ExpectKeepAlive(proc int32) {
	p.t.Helper()
	f := p.Read()
	if f.Program != protocol.KeepAliveProgram || f.Procedure != proc || len(f.Payload) != 0 {
		p.fail("%+v came, want number %d of the keepalive program", f.Header, proc)
	}
}
