package testhost_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// TestProxyBeforeLibvirtd puts the proxy between the real virsh and the real
// daemon: what virsh is known to cost must be what the proxy counts.
func TestProxyBeforeLibvirtd(t *testing.T) {
	h := testhost.Shared(t)
	var frames bytes.Buffer
	p, err := testhost.NewProxy(testhost.ProxyOptions{
		Network: "unix", Address: h.Socket,
		ToServer: testhost.Line{Delay: 2 * time.Millisecond},
		ToClient: testhost.Line{Delay: 2 * time.Millisecond},
		Record:   &frames,
	})
	if err != nil {
		t.Fatal(err)
	}
	got := virsh(t, "-c", p.URI("test"), "list", "--name")
	stats := p.Stats()
	if err := p.Close(); err != nil { // frames is ours from here on
		t.Fatal(err)
	}
	if got != "test" {
		t.Errorf("virsh lists %q", got)
	}
	if stats.Connections != 1 || stats.RoundTrips < 5 || stats.RoundTrips > 20 {
		t.Errorf("counted %+v; virsh makes about 10 round trips on one connection", stats)
	}
	// The first message of a client: its length, the program (VIR_NET_REMOTE
	// program 0x20008086), version 1, procedure 66 (AUTH_LIST), a call.
	first, _, _ := strings.Cut(frames.String(), "\n")
	const want = "C 0000001c2000808600000001000000420000000000000000"
	if !strings.HasPrefix(first, want) {
		t.Errorf("first message is %s, want %s…", first, want)
	}
	if strings.Contains(frames.String(), "not a message") {
		t.Error("the recorder lost its way")
	}
}
