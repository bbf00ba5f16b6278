package rpc_test

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/transport"
)

// maxCallAllocs is the ceiling for one small call: the request and the reply
// that the caller makes, the call and its channel, the frame, the decoder and
// its copy of the message are 8; the race detector makes pools lose buffers.
const maxCallAllocs = 10

// echo answers each call without arguments with the same reply, and allocates
// nothing for it.
func echo(conn net.Conn, answer []byte) {
	var call [28]byte
	for {
		if _, err := io.ReadFull(conn, call[:]); err != nil {
			return
		}
		binary.BigEndian.PutUint32(answer[20:], binary.BigEndian.Uint32(call[20:]))
		if _, err := conn.Write(answer); err != nil {
			return
		}
	}
}

// echoClient returns a client whose peer answers CONNECT_GET_VERSION.
func echoClient(tb testing.TB) *rpc.Client {
	a, b, err := transport.Pair()
	if err != nil {
		tb.Fatal(err)
	}
	go echo(b, rpctest.Bytes(reply(0, protocol.ConnectGetVersion.Number, 0), make([]byte, 8)))
	c := rpc.NewClient(a, "")
	tb.Cleanup(func() { _, _ = c.Close(context.Background()), b.Close() })
	return c
}

func TestCallAllocations(t *testing.T) {
	c := echoClient(t)
	n := testing.AllocsPerRun(1000, func() {
		if _, err := protocol.ConnectGetVersion.Call(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	})
	if n > maxCallAllocs {
		t.Errorf("a call takes %v allocations, want at most %d", n, maxCallAllocs)
	}
}

func BenchmarkCall(b *testing.B) {
	c := echoClient(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := protocol.ConnectGetVersion.Call(b.Context(), c); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkDownload is a stream of 64 MiB from a peer that has it ready.
func BenchmarkDownload(b *testing.B) {
	const frames = 256
	b.SetBytes(frames * protocol.MessageLegacyPayloadMax)
	b.ReportAllocs()
	x, y, err := transport.Pair()
	if err != nil {
		b.Fatal(err)
	}
	c := rpc.NewClient(x, "")
	defer c.Close(context.Background())
	go func() {
		p := rpctest.New(b, y)
		defer y.Close()
		data := make([]byte, protocol.MessageLegacyPayloadMax)
		for {
			call := p.Read()
			if call.Procedure != protocol.StorageVolDownload.Number {
				return
			}
			p.Reply(call, nil)
			for range frames {
				p.Data(call, data)
			}
			p.Data(call, nil)
			p.ExpectStream(call, protocol.MessageStatusOK)
			p.EndStream(call, nil)
		}
	}()
	buf := make([]byte, 1<<20)
	for b.Loop() {
		r := downloadRequest
		s, err := c.Stream(b.Context(), &r)
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, _, err = s.Recv(buf)
		}
		if err := s.Finish(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	_, _ = version(b.Context(), c) // ends the peer
}
