//go:build unix

package interop

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// connect opens a session of our library with the host, which ends with the
// test. While it is there the host keeps its state.
func connect(t testing.TB, uri string) *libvirt.Conn {
	t.Helper()
	c, err := libvirt.Open(t.Context(), uri)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close(context.Background()) })
	return c
}

func domainXML(name string) string {
	return "<domain type='test'><name>" + name + "</name><memory unit='MiB'>16</memory><os><type>hvm</type></os></domain>"
}

func TestManyDomains(t *testing.T) {
	testhost.NeedVirsh(t)
	uri := serveDefault(t)
	c := connect(t, uri)
	const domains = 1000
	want := []string{"test"}
	for i := range domains {
		name := fmt.Sprintf("vm%04d", i)
		if _, err := c.DefineDomainXML(t.Context(), domainXML(name)); err != nil {
			t.Fatal(err)
		}
		want = append(want, name)
	}
	theirs, ours := virsh(t, uri), virgo(t, uri)
	if got := strings.Fields(theirs.output(t, "list", "--all", "--name")); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("virsh lists %d domains, or others than the %d that there are", len(got), len(want))
	}
	table := theirs.output(t, "list", "--all")
	if lines := strings.Count(table, "\n"); lines != len(want)+3 { // two of a header, one blank at the end
		t.Errorf("virsh shows %d lines for %d domains", lines, len(want))
	}
	if got := ours.output(t, "list", "--all"); got != table {
		t.Error("virgo shows another table than virsh")
	}
	if got := strings.Count(theirs.output(t, "domstats", "--state"), "Domain: "); got != len(want) {
		t.Errorf("virsh shows the statistics of %d domains, not of %d", got, len(want))
	}
}

// Clients work side by side, and each sees what the others did.
func TestClientsSideBySide(t *testing.T) {
	testhost.NeedVirsh(t)
	uri := serveDefault(t)
	c := connect(t, uri)
	theirs := virsh(t, uri)
	const clients = 8
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			name := fmt.Sprint("side", i)
			if _, err := c.DefineDomainXML(t.Context(), domainXML(name)); err != nil {
				t.Error(err)
				return
			}
			got := theirs.run(t, "-q", "start "+name+"; domstate "+name+"; suspend "+name+"; domstate "+name+"; destroy "+name+
				"; domstate "+name+"; start "+name+"; domname "+name)
			want := fmt.Sprintf("Domain '%[1]s' started\nrunning\nDomain '%[1]s' suspended\npaused\nDomain '%[1]s' destroyed\nshut off\nDomain '%[1]s' started\n%[1]s\n", name)
			if got.Stdout != want && got.Status != 0 {
				t.Errorf("%s: got %+v, want %q", name, got, want)
			}
		})
	}
	wg.Wait()
	if got := len(strings.Fields(theirs.output(t, "list", "--name"))); got != clients+1 {
		t.Errorf("%d domains run, not %d", got, clients+1)
	}
}

// A watched session tells of each registration of an event.
type watched struct {
	driver.Conn
	registered chan<- *protocol.Proc
}

func (c watched) Subscribe(ctx context.Context, r *protocol.Request, sink func(protocol.Event)) (driver.Stop, error) {
	stop, err := c.Conn.Subscribe(ctx, r, sink)
	c.registered <- r.Proc
	return stop, err
}

// serveWatched serves test:///default and tells of each registration.
func serveWatched(t testing.TB, registered chan<- *protocol.Proc, meant ...string) string {
	t.Helper()
	var d test.Driver
	open := func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		c, err := d.Open(ctx, uri, o)
		if err != nil {
			return nil, err
		}
		return watched{c, registered}, nil
	}
	return "test+unix:///default?socket=" + serve(t, open, meant...)
}

func TestEvents(t *testing.T) {
	testhost.NeedVirsh(t)
	registered := make(chan *protocol.Proc, 100)
	uri := serveWatched(t, registered)
	theirs := virsh(t, uri)
	for _, test := range []struct {
		name       string
		command    []string
		proc       *protocol.Proc // of the last registration
		number     int            // of registrations
		do         string
		want, last string
	}{
		{
			"domains", []string{"event", "--event", "lifecycle", "--loop", "--timeout", "60"}, &protocol.ConnectDomainEventCallbackRegisterAny.Proc, 1,
			"suspend test; resume test; destroy test; start test",
			"event 'lifecycle' for domain 'test': Suspended Paused\n" +
				"event 'lifecycle' for domain 'test': Resumed Unpaused\n" +
				"event 'lifecycle' for domain 'test': Stopped Destroyed\n" +
				"event 'lifecycle' for domain 'test': Started Booted\n",
			"events received: 4\n",
		},
		{
			"networks", []string{"net-event", "--event", "lifecycle", "--loop", "--timeout", "60"}, &protocol.ConnectNetworkEventRegisterAny.Proc, 1,
			"net-destroy default; net-start default",
			"event 'lifecycle' for network default: Stopped\nevent 'lifecycle' for network default: Started\n",
			"events received: 2\n",
		},
		{
			"pools", []string{"pool-event", "--event", "lifecycle", "--loop", "--timeout", "60"}, &protocol.ConnectStoragePoolEventRegisterAny.Proc, 1,
			"pool-destroy default-pool; pool-start default-pool",
			"event 'lifecycle' for storage pool default-pool: Stopped\nevent 'lifecycle' for storage pool default-pool: Started\n",
			"events received: 2\n",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			cmd := theirs.command(t.Context(), t.TempDir(), test.command...)
			var out bytes.Buffer
			cmd.Stdout, cmd.Stderr = &out, &out
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			for range test.number {
				if p := <-registered; p != test.proc {
					t.Errorf("virsh registered with %s", p.Name)
				}
			}
			theirs.output(t, test.do)
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
			if got := out.String(); !strings.HasPrefix(got, test.want) || !strings.Contains(got, test.last) {
				t.Errorf("virsh shows\n%swant\n%s%s", got, test.want, test.last)
			}
		})
	}
}

// Without --loop the first event ends the command.
func TestFirstOfAllEvents(t *testing.T) {
	registered := make(chan *protocol.Proc, 100)
	theirs := virsh(t, serveWatched(t, registered))
	cmd := theirs.command(t.Context(), t.TempDir(), "event", "--all", "--timeout", "60")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	for range 25 {
		p := <-registered
		t.Log(p.Name, len(registered))
	}
	theirs.output(t, "destroy test")
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	t.Logf("%q", out.String())
}
