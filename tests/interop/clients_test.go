//go:build unix

package interop

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

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
	theirs, ours := testhost.NewVirsh(t, uri), testhost.NewVirgo(t, uri)
	if got := strings.Fields(theirs.Output(t, "list", "--all", "--name")); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("virsh lists %d domains, or others than the %d that there are", len(got), len(want))
	}
	table := theirs.Output(t, "list", "--all")
	if lines := strings.Count(table, "\n"); lines != len(want)+3 { // two of a header, one blank at the end
		t.Errorf("virsh shows %d lines for %d domains", lines, len(want))
	}
	if got := ours.Output(t, "list", "--all"); got != table {
		t.Error("virgo shows another table than virsh")
	}
	if got := strings.Count(theirs.Output(t, "domstats", "--state"), "Domain: "); got != len(want) {
		t.Errorf("virsh shows the statistics of %d domains, not of %d", got, len(want))
	}
}

// Clients work side by side, and each sees what the others did.
func TestClientsSideBySide(t *testing.T) {
	testhost.NeedVirsh(t)
	uri := serveDefault(t)
	c := connect(t, uri)
	theirs := testhost.NewVirsh(t, uri)
	const clients = 8
	var wg sync.WaitGroup
	for i := range clients {
		wg.Go(func() {
			name := fmt.Sprint("side", i)
			if _, err := c.DefineDomainXML(t.Context(), domainXML(name)); err != nil {
				t.Error(err)
				return
			}
			got := theirs.Run(t, "-q", strings.ReplaceAll(
				"start NAME; domstate NAME; suspend NAME; domstate NAME; destroy NAME; domstate NAME; start NAME", "NAME", name))
			if want := (testhost.Result{Stdout: "running\npaused\nshut off\n"}); got != want {
				t.Errorf("%s: got %+v, want %+v", name, got, want)
			}
		})
	}
	wg.Wait()
	if got := len(strings.Fields(theirs.Output(t, "list", "--name"))); got != clients+1 {
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

// awaitRegistrations waits until a client has registered events n times with proc.
func awaitRegistrations(t testing.TB, registered <-chan *protocol.Proc, proc *protocol.Proc, n int) {
	t.Helper()
	late := time.After(patience)
	for n > 0 {
		select {
		case p := <-registered:
			if p == proc { // there is also that of the end of the connection
				n--
			}
		case <-late:
			t.Fatalf("%d registrations with %s are missing", n, proc.Name)
		}
	}
}

func TestEvents(t *testing.T) {
	testhost.NeedVirsh(t)
	registered := make(chan *protocol.Proc, 100)
	theirs := testhost.NewVirsh(t, serveWatched(t, registered))
	for _, test := range []struct {
		command string
		proc    *protocol.Proc
		do      string
		want    []string
	}{
		{
			"event", &protocol.ConnectDomainEventCallbackRegisterAny.Proc, "suspend test; resume test; destroy test; start test",
			[]string{
				"event 'lifecycle' for domain 'test': Suspended Paused", "event 'lifecycle' for domain 'test': Resumed Unpaused",
				"event 'lifecycle' for domain 'test': Stopped Destroyed", "event 'lifecycle' for domain 'test': Started Booted",
			},
		},
		{
			"net-event", &protocol.ConnectNetworkEventRegisterAny.Proc, "net-destroy default; net-start default",
			[]string{"event 'lifecycle' for network default: Stopped", "event 'lifecycle' for network default: Started"},
		},
		{
			"pool-event", &protocol.ConnectStoragePoolEventRegisterAny.Proc, "pool-destroy default-pool; pool-start default-pool",
			[]string{"event 'lifecycle' for storage pool default-pool: Stopped", "event 'lifecycle' for storage pool default-pool: Started"},
		},
	} {
		t.Run(test.command, func(t *testing.T) {
			cmd := theirs.Command(t.Context(), t, test.command, "--event", "lifecycle", "--loop")
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			cmd.Stderr = cmd.Stdout
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			awaitRegistrations(t, registered, test.proc, 1)
			theirs.Output(t, test.do)
			lines := bufio.NewScanner(out)
			for _, want := range test.want {
				if lines.Scan(); lines.Text() != want {
					t.Errorf("virsh shows %q, want %q", lines.Text(), want)
				}
			}
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Error(err)
			}
			if lines.Scan(); lines.Text() != "event loop interrupted" {
				t.Errorf("virsh ends with %q", lines.Text())
			}
			if lines.Scan(); lines.Text() != fmt.Sprint("events received: ", len(test.want)) {
				t.Errorf("virsh counts: %q", lines.Text())
			}
			if err := cmd.Wait(); err != nil {
				t.Error(err)
			}
		})
	}
}

// Without --loop the first event ends the command.
func TestFirstOfAllEvents(t *testing.T) {
	testhost.NeedVirsh(t)
	registered := make(chan *protocol.Proc, 100)
	theirs := testhost.NewVirsh(t, serveWatched(t, registered))
	cmd := theirs.Command(t.Context(), t, "event", "--all")
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kinds := strings.Count(theirs.Output(t, "-q", "event", "--list"), "\n")
	awaitRegistrations(t, registered, &protocol.ConnectDomainEventCallbackRegisterAny.Proc, kinds)
	theirs.Output(t, "destroy test")
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	const want = "event 'lifecycle' for domain 'test': Stopped Destroyed\nevents received: 1\n\n"
	if out.String() != want {
		t.Errorf("virsh shows %q, want %q", out.String(), want)
	}
}
