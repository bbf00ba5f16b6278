//go:build unix

package integration

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// A libvirtd that owes a client five answers does not read what else that one
// says, answers to its pings included, and drops it in the end. Six calls that
// wait for a hung guest must not bring that about: other calls go on, pings are
// answered, and when the guest goes on all six are.
func TestSixHungCalls(t *testing.T) {
	t.Parallel()
	testhost.NeedQEMU(t)
	// The daemon gives up a client after two seconds without an answer.
	h := testhost.Start(t, testhost.Options{LibvirtdConf: []string{"keepalive_interval = 1", "keepalive_count = 1"}})
	startGuest(t, h, "guest")
	passing := newWire()
	line := testhost.StartProxy(t, testhost.ProxyOptions{Network: "unix", Address: h.Socket, Record: passing})

	// Only a client that asks for keepalive is pinged.
	conn, err := libvirt.Open(t.Context(), line.URI("qemu"), libvirt.KeepAlive(time.Second, 60), libvirt.ErrorFunc(func(*virt.Error) {}))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(t.Context())) }()
	dom, err := conn.LookupDomainByName(t.Context(), "guest")
	if err != nil {
		t.Fatal(err)
	}

	signalQEMU(t, h, "guest", "STOP")
	var hung sync.WaitGroup
	for range 6 {
		hung.Go(func() {
			if _, err := dom.BlockInfo(t.Context(), "vda", 0); err != nil {
				t.Errorf("a call that had to wait failed: %v", err)
			}
		})
	}
	// Four pings are more than the daemon waits for. Between them the
	// connection serves.
	pings := key('S', protocol.KeepAliveProgram, protocol.KeepAliveVersion, protocol.KeepAlivePing)
	for n := range 4 {
		passing.waitFor(t, pings, n+1)
		if state, _, err := dom.State(t.Context()); state != virt.DomainRunning || err != nil {
			t.Fatalf("after %d pings the state is %v, %v", n+1, state, err)
		}
		if _, err := conn.ListAllDomains(t.Context(), 0); err != nil {
			t.Fatalf("after %d pings: %v", n+1, err)
		}
	}
	signalQEMU(t, h, "guest", "CONT")
	hung.Wait()
	if conn.Err() != nil {
		t.Errorf("the connection was lost: %v", conn.Err())
	}
}
