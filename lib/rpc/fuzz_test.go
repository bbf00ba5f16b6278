package rpc_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
)

// fixedConn is a connection that says the same whatever it hears: bytes, and
// then the end. It begins when it has heard frames frames, which come in one
// write each.
type fixedConn struct {
	net.Conn
	r     io.Reader
	begin chan struct{} // closed by the last of the frames
	heard chan struct{} // gets one value for each of them
	mu    sync.Mutex
	left  int
}

func newFixedConn(data []byte, frames int) *fixedConn {
	c := &fixedConn{r: bytes.NewReader(data), begin: make(chan struct{}), heard: make(chan struct{}, frames), left: frames}
	if frames == 0 {
		close(c.begin)
	}
	return c
}

func (c *fixedConn) Read(p []byte) (int, error) {
	<-c.begin
	return c.r.Read(p)
}

func (c *fixedConn) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.left > 0 {
		c.left--
		c.heard <- struct{}{}
		if c.left == 0 {
			close(c.begin)
		}
	}
	return len(p), nil
}

func (c *fixedConn) Close() error { return nil }

// Whatever a server sends, all that waits for it ends, with an error or with
// what it asked for, and nothing panics.
func FuzzClientInput(f *testing.F) {
	header := func(serial uint32, p *protocol.Proc, kind protocol.MessageType, status protocol.MessageStatus) protocol.Header {
		return protocol.Header{Program: p.Program, Version: 1, Procedure: p.Number, Type: kind, Serial: serial, Status: status}
	}
	versionReply := rpctest.Bytes(header(0, &protocol.ConnectGetVersion.Proc, protocol.MessageTypeReply, 0), make([]byte, 8))
	streamReply := rpctest.Bytes(header(1, &protocol.StorageVolDownload.Proc, protocol.MessageTypeReply, 0), nil)
	data := rpctest.Bytes(header(1, &protocol.StorageVolDownload.Proc, protocol.MessageTypeStream, protocol.MessageStatusContinue), []byte("data"))
	hole := rpctest.Bytes(header(1, &protocol.StorageVolDownload.Proc, protocol.MessageTypeStreamHole, protocol.MessageStatusContinue), []byte{0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0})
	eof := rpctest.Bytes(header(1, &protocol.StorageVolDownload.Proc, protocol.MessageTypeStream, protocol.MessageStatusContinue), nil)
	abort := rpctest.Bytes(header(1, &protocol.StorageVolDownload.Proc, protocol.MessageTypeStream, protocol.MessageStatusError), nil)
	registered := rpctest.Bytes(header(2, &protocol.ConnectDomainEventCallbackRegisterAny.Proc, protocol.MessageTypeReply, 0), make([]byte, 4))
	event := rpctest.Bytes(header(0, &protocol.DomainEventCallbackLifecycle.Proc, protocol.MessageTypeMessage, 0), make([]byte, 36))
	failed := rpctest.Bytes(header(0, &protocol.ConnectGetVersion.Proc, protocol.MessageTypeReply, 1), make([]byte, 48))
	ping := rpctest.Bytes(protocol.Header{Program: protocol.KeepAliveProgram, Version: 1, Procedure: 1, Type: protocol.MessageTypeMessage}, nil)
	join := func(frames ...[]byte) []byte { return bytes.Join(frames, nil) }
	f.Add(join(versionReply, streamReply, data, hole, eof, registered, event))
	f.Add(join(event, ping, registered, event, failed, streamReply, data, abort))
	f.Add(join(registered, registered))
	f.Add(join(data, versionReply[:20]))
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		conn := newFixedConn(wire, 3)
		c := rpc.NewClient(conn, "fuzz")
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = version(t.Context(), c) })
		<-conn.heard
		wg.Go(func() {
			r := downloadRequest
			s, err := c.Stream(t.Context(), &r)
			if err != nil {
				return
			}
			if _, err = receive(s); err == nil {
				t.Error("a stream without an end")
			}
			_ = s.Finish(t.Context())
			_ = s.Abort(t.Context())
		})
		<-conn.heard
		wg.Go(func() {
			stop, err := c.Subscribe(t.Context(), registerLifecycle(), func(protocol.Event) {})
			if err == nil {
				_ = stop(t.Context())
			}
		})
		wg.Wait()
		<-c.Done()
		if c.Err() == nil {
			t.Error("the session ended without a reason")
		}
	})
}

// Whatever a client sends, the server comes to an end and gives the driver back.
func FuzzServerInput(f *testing.F) {
	call := func(serial uint32, p *protocol.Proc, args protocol.Message) []byte {
		payload, err := protocol.Marshal(nil, args)
		if err != nil {
			f.Fatal(err)
		}
		return rpctest.Bytes(protocol.Header{Program: p.Program, Version: 1, Procedure: p.Number, Serial: serial}, payload)
	}
	none := new(protocol.ConnectSupportsFeatureArgs) // 4 bytes that a procedure without arguments does not read
	open := call(0, &protocol.ConnectOpen.Proc, new(protocol.ConnectOpenArgs))
	streamOf := func(serial uint32, p *protocol.Proc, kind protocol.MessageType, status protocol.MessageStatus, payload []byte) []byte {
		return rpctest.Bytes(protocol.Header{Program: p.Program, Version: 1, Procedure: p.Number, Type: kind, Serial: serial, Status: status}, payload)
	}
	upload := &protocol.StorageVolUpload.Proc
	join := func(frames ...[]byte) []byte { return bytes.Join(frames, nil) }
	f.Add(join(open, call(1, &protocol.ConnectGetVersion.Proc, none), call(2, &protocol.ConnectClose.Proc, none)))
	f.Add(join(open, call(1, upload, new(protocol.StorageVolUploadArgs)),
		streamOf(1, upload, protocol.MessageTypeStream, protocol.MessageStatusContinue, []byte("data")),
		streamOf(1, upload, protocol.MessageTypeStreamHole, protocol.MessageStatusContinue, []byte{0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0}),
		streamOf(1, upload, protocol.MessageTypeStream, protocol.MessageStatusOK, nil)))
	f.Add(join(open, call(1, &protocol.DomainOpenConsole.Proc, new(protocol.DomainOpenConsoleArgs)),
		streamOf(1, &protocol.DomainOpenConsole.Proc, protocol.MessageTypeStream, protocol.MessageStatusError, nil)))
	f.Add(join(open, call(1, &protocol.ConnectDomainEventCallbackRegisterAny.Proc, new(protocol.ConnectDomainEventCallbackRegisterAnyArgs)),
		call(2, &protocol.ConnectDomainEventCallbackDeregisterAny.Proc, new(protocol.ConnectDomainEventCallbackDeregisterAnyArgs)),
		call(3, &protocol.DomainShutdown.Proc, new(protocol.DomainShutdownArgs))))
	f.Add(join(call(0, &protocol.ConnectSupportsFeature.Proc, &protocol.ConnectSupportsFeatureArgs{Feature: 10}), open, open))
	f.Add([]byte("GET / HTTP/1.0\r\n\r\n"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		h := newHost()
		for _, p := range []*protocol.Proc{upload, &protocol.DomainOpenConsole.Proc} {
			h.mux.HandleStream(p, func(ctx context.Context, _ *protocol.Request) (driver.Stream, error) {
				return &memory{ctx: ctx, block: true}, nil
			})
		}
		opened := false
		_ = rpc.Serve(t.Context(), newFixedConn(wire, 0), func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
			c, err := h.open(ctx, uri, o)
			opened = opened || err == nil
			return c, err
		})
		if opened {
			<-h.closed
		}
	})
}
