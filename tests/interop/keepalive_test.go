//go:build unix

package interop

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// A client that pings is answered while it has nothing to ask, and stays.
func TestKeepAlive(t *testing.T) {
	testhost.NeedVirsh(t)
	socket := strings.TrimPrefix(serveDefault(t), "test+unix:///default?socket=")
	var frames bytes.Buffer
	line, err := testhost.NewProxy(testhost.ProxyOptions{Network: "unix", Address: socket, Record: &frames})
	if err != nil {
		t.Fatal(err)
	}
	// Three seconds without a call: the connection is lost after the second
	// second without an answer.
	got := testhost.NewVirsh(t, line.URI("test")).Run(t, "-k", "1", "-K", "1", "-q", "event --event lifecycle --timeout 3; domname 1")
	if err := line.Close(); err != nil { // frames is ours from here on
		t.Fatal(err)
	}
	if got.Stdout != "event loop timed out\nevents received: 0\ntest\n" || got.Stderr != "" {
		t.Errorf("got %+v", got)
	}
	pings, pongs := countFrames(t, frames.String(), 'C', protocol.KeepAlivePing), countFrames(t, frames.String(), 'S', protocol.KeepAlivePong)
	if pings < 2 || pongs != pings {
		t.Errorf("virsh sent %d pings and got %d answers", pings, pongs)
	}
}

// countFrames counts the messages of the keepalive program that one side sent.
func countFrames(t *testing.T, record string, from byte, procedure int32) int {
	t.Helper()
	n := 0
	for line := range strings.Lines(record) {
		frame, err := hex.DecodeString(strings.TrimSpace(line[2:]))
		if err != nil {
			t.Fatal(err)
		}
		const length = 4 // of the word before the header
		want := fmt.Sprintf("%08x%08x%08x", protocol.KeepAliveProgram, protocol.KeepAliveVersion, procedure)
		if line[0] == from && strings.HasPrefix(hex.EncodeToString(frame[length:]), want) {
			n++
		}
	}
	return n
}
