//go:build unix

package integration

import (
	"encoding/binary"
	"io"
	"net"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// answerWith listens on a TCP port and sends reply to whatever each client says
// first. It then waits for the client to leave.
func answerWith(t testing.TB, reply []byte) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := l.Accept()
			if err != nil {
				return // the listener is closed
			}
			_, _ = conn.Read(make([]byte, 1000))
			_, _ = conn.Write(reply)
			_, _ = io.Copy(io.Discard, conn)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = l.Close()
		<-done
	})
	return l.Addr().String()
}

// message is a frame of the remote program with a body of its own.
func message(procedure int32, kind protocol.MessageType, serial uint32, status protocol.MessageStatus, body ...uint32) []byte {
	words := append([]uint32{
		0, protocol.RemoteProgram, protocol.RemoteVersion, uint32(procedure), uint32(kind), serial, uint32(status),
	}, body...)
	words[0] = uint32(4 * len(words))
	var b []byte
	for _, w := range words {
		b = binary.BigEndian.AppendUint32(b, w)
	}
	return b
}

// What is no libvirtd is refused with its address and what was wrong with it.
func TestOtherServers(t *testing.T) {
	t.Parallel()
	authList := protocol.AuthList.Number
	for _, test := range []struct {
		name  string
		reply []byte
		want  string
	}{
		{"a web server", []byte("HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n\r\n"), "this looks like an HTTP server"},
		{"an SSH server", []byte("SSH-2.0-OpenSSH_9.2p1\r\n"), "this looks like an SSH server"},
		{"a frame of length 0", []byte{0, 0, 0, 0}, "sent a message of 0 bytes"},
		{"a frame of length 4", []byte{0, 0, 0, 4}, "sent a message of 4 bytes"},
		{"a frame of length 27", []byte{0, 0, 0, 27}, "sent a message of 27 bytes"},
		{"a frame of the greatest length", []byte{255, 255, 255, 255}, "sent a message of 4294967295 bytes"},
		{"half a frame", message(authList, protocol.MessageTypeReply, 0, protocol.MessageStatusOK, 1, 0)[:30], "no answer"},
		{"a reply to nobody", message(authList, protocol.MessageTypeReply, 99, protocol.MessageStatusOK, 1, 0), "replied to a call that was not made"},
		{"a reply to another procedure", message(authList+1, protocol.MessageTypeReply, 0, protocol.MessageStatusOK, 1, 0), "replied to a call that was not made"},
		{"a reply with more than it says", message(authList, protocol.MessageTypeReply, 0, protocol.MessageStatusOK, 1, 0, 0), "cannot be decoded"},
		{"a list without end", message(authList, protocol.MessageTypeReply, 0, protocol.MessageStatusOK, 1<<31), "above the protocol's limit"},
		{"an error of which parts are missing", message(authList, protocol.MessageTypeReply, 0, protocol.MessageStatusError, 38), "with an error that cannot be decoded"},
		{"a call", message(authList, protocol.MessageTypeCall, 0, protocol.MessageStatusOK), "which only clients do"},
		{"silence", nil, "no answer"},
	} {
		t.Run(test.name, func(t *testing.T) {
			address := answerWith(t, test.reply)
			virgo := testhost.NewVirgo(t, "qemu+tcp://"+address+"/system")
			got := virgo.Run(t, "--timeout", "0.3", "list")
			errorLines(t, got, "error: failed to connect to the hypervisor\nerror: ")
			host, port, _ := strings.Cut(address, ":")
			if !strings.Contains(got.Stderr, host) || !strings.Contains(got.Stderr, port) || !strings.Contains(got.Stderr, test.want) {
				t.Errorf("the error does not say what was wrong with %s: %s", address, got.Stderr)
			}
		})
	}
}

// errorLines checks that a program has failed and said nothing but why: status
// 1, nothing on stdout, and on stderr lines of errors that begin with want.
func errorLines(t testing.TB, r testhost.Result, want string) {
	t.Helper()
	if r.Status != 1 || strings.TrimSpace(r.Stdout) != "" || !strings.HasPrefix(r.Stderr, want) {
		t.Errorf("got %+v, want a failure that begins with %q", r, want)
	}
	for line := range strings.Lines(r.Stderr) {
		if !strings.HasPrefix(line, "error: ") {
			t.Errorf("stray line %q", line)
		}
	}
}
