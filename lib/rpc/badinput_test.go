package rpc_test

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/rpc/rpctest"
	"github.com/virgo-vm/virgo/lib/virt"
)

func reply(serial uint32, proc int32, status protocol.MessageStatus) protocol.Header {
	return protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: proc,
		Type: protocol.MessageTypeReply, Serial: serial, Status: status}
}

func length(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

// Whatever comes in place of a reply, the caller gets one error that says who
// sent what, and nothing hangs.
func TestBadInput(t *testing.T) {
	versionProc := protocol.ConnectGetVersion.Number
	pad := make([]byte, 40)
	tests := []struct {
		name  string
		bytes []byte
		want  string // in the error
		lives bool   // the connection
	}{
		{"HTTP server", []byte("HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n"), `it sent "HTTP/1.1 400 Bad Request"; this looks like an HTTP server`, false},
		{"SSH server", []byte("SSH-2.0-OpenSSH_9.2\r\n" + string(pad)), "this looks like an SSH server", false},
		{"TLS server", append([]byte{0x15, 3, 3, 0, 2, 2, 40}, pad...), "TLS", false},
		{"QEMU monitor", []byte(`{"QMP": {"version": {}}}` + "\r\n" + string(pad)), "QMP", false},
		{"length 0", append(length(0), pad...), "a message of 0 bytes, where the protocol has 28 to 33554436", false},
		{"length 4", append(length(4), pad...), "a message of 4 bytes", false},
		{"length 27", append(length(27), pad...), "a message of 27 bytes", false},
		{"length 2^25+5", append(length(33554437), pad...), "a message of 33554437 bytes", false},
		{"length 2^32-1", append(length(0xffffffff), pad...), "a message of 4294967295 bytes", false},
		{"nothing", nil, "End of file while reading data", false},
		{"half a length", []byte{0, 0}, "in the middle of a message", false},
		{"half a header", rpctest.Bytes(reply(0, versionProc, 0), nil)[:20], "in the middle of a message", false},
		{"half a body", rpctest.Bytes(reply(0, versionProc, 0), make([]byte, 8))[:30], "in the middle of a message", false},
		{"reply to nobody", rpctest.Bytes(reply(7, versionProc, 0), make([]byte, 8)), "replied to a call that was not made", false},
		{"reply to another procedure", rpctest.Bytes(reply(0, 5, 0), make([]byte, 8)), "replied to a call that was not made", false},
		{"reply with a stream's status", rpctest.Bytes(reply(0, versionProc, protocol.MessageStatusContinue), nil), "status of a stream", false},
		{"unknown status", rpctest.Bytes(reply(0, versionProc, 9), nil), "unknown status 9", false},
		{"unknown type", rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1, Type: 77}, nil), "unknown type 77", false},
		{"a call", rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1}, nil), "which only clients do", false},
		{"descriptors over a pipe", rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: versionProc,
			Type: protocol.MessageTypeReplyWithFDs}, []byte{0, 0, 0, 1}), "cannot carry them", false},
		{"too many descriptors", rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: versionProc,
			Type: protocol.MessageTypeReplyWithFDs}, []byte{0, 0, 0, 33}), "33 file descriptors", false},
		{"no number of descriptors", rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: versionProc,
			Type: protocol.MessageTypeReplyWithFDs}, []byte{0}), "ends before their number", false},
		{"reply too short", rpctest.Bytes(reply(0, versionProc, 0), make([]byte, 4)), "cannot be decoded", true},
		{"reply too long", rpctest.Bytes(reply(0, versionProc, 0), make([]byte, 12)), "cannot be decoded", true},
		{"error cut off", rpctest.Bytes(reply(0, versionProc, 1), make([]byte, 8)), "an error that cannot be decoded", true},
		{"error without anything", rpctest.Bytes(reply(0, versionProc, 1), nil), "an error that cannot be decoded", true},
		{"error without a message", rpctest.Bytes(reply(0, versionProc, 1), marshal(t, &protocol.Error{Code: int32(virt.ErrNoDomain)})), "Domain not found", true},
		{"error without a code", rpctest.Bytes(reply(0, versionProc, 1), marshal(t, &protocol.Error{})), "internal error", true},
		{"event of the unknown", append(rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 9999,
			Type: protocol.MessageTypeMessage}, nil), rpctest.Bytes(reply(0, versionProc, 1), marshal(t, &protocol.Error{Code: 9}))...), "", true},
		{"stream of nobody", append(rpctest.Bytes(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 209, Serial: 55,
			Type: protocol.MessageTypeStream, Status: protocol.MessageStatusContinue}, pad), rpctest.Bytes(reply(0, versionProc, 1), marshal(t, &protocol.Error{Code: 9}))...), "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := connect(t, func(p *rpctest.Peer) {
				p.Read()
				p.Raw(test.bytes)
				if test.lives {
					p.Reply(p.Read(), &protocol.ConnectGetVersionReply{HVVer: 3})
				}
			})
			_, err := version(t.Context(), c)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("the call returned %v, want an error with %q", err, test.want)
			}
			if e := new(virt.Error); !errors.As(err, &e) || e.Code == virt.ErrOK {
				t.Errorf("%v has no code", err)
			}
			if !test.lives {
				if !strings.Contains(err.Error(), "scripted peer") {
					t.Errorf("the error does not name the peer: %v", err)
				}
				lost := new(driver.LostError)
				if !errors.As(err, &lost) {
					t.Errorf("%v does not tell that the connection is lost", err)
				}
				return
			}
			if v, err := version(t.Context(), c); v != 3 || err != nil {
				t.Errorf("the next call returned %d, %v", v, err)
			}
		})
	}
}

func marshal(t *testing.T, m protocol.Message) []byte {
	t.Helper()
	b, err := protocol.Marshal(nil, m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestHalfAFrameAndSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		ctx, cancel := context.WithCancel(t.Context())
		p := rpctest.New(t, b)
		failed := make(chan error)
		go func() {
			_, err := version(ctx, c)
			failed <- err
		}()
		p.Read()
		p.Raw(rpctest.Bytes(reply(0, protocol.ConnectGetVersion.Number, 0), make([]byte, 8))[:30])
		synctest.Wait()
		cancel()
		if err := <-failed; !errors.Is(err, context.Canceled) {
			t.Errorf("the call returned %v", err)
		}
		if err := c.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// A peer that announces 32 MiB and sends nothing makes nobody allocate them.
func TestAnnouncedLengthCostsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a, b := net.Pipe()
		c := rpc.NewClient(a, "")
		frame := rpctest.Bytes(reply(0, 1, 0), nil)
		binary.BigEndian.PutUint32(frame, 4+protocol.MessageMax)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		rpctest.New(t, b).Raw(append(frame, make([]byte, 1000)...))
		synctest.Wait()
		runtime.ReadMemStats(&after)
		if n := after.TotalAlloc - before.TotalAlloc; n > 1<<20 {
			t.Errorf("%d bytes were allocated for a message of which 1028 came", n)
		}
		_ = c.Close(t.Context())
	})
}
