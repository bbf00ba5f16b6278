//go:build unix

package integration

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// The daemon dies while a command waits for a guest that hangs.
func TestDaemonKilledDuringACall(t *testing.T) {
	t.Parallel()
	testhost.NeedQEMU(t)
	for _, test := range []struct {
		command string
		proc    *protocol.Proc
		says    string // before what became of the call
	}{
		{"domblkstat guest vda", &protocol.DomainBlockStatsFlags.Proc, ""},
		{"suspend guest", &protocol.DomainSuspend.Proc, "error: Failed to suspend domain 'guest'\n"},
	} {
		t.Run(test.command, func(t *testing.T) {
			h := testhost.Start(t, testhost.Options{})
			startGuest(t, h, "guest")
			signalQEMU(t, h, "guest", "STOP")
			passing := newWire()
			line := testhost.StartProxy(t, testhost.ProxyOptions{Network: "unix", Address: h.Socket, Record: passing})
			virgo := testhost.NewVirgo(t, line.URI("qemu"))
			results := make(chan testhost.Result, 1)
			go func() { results <- virgo.Run(t, strings.Fields(test.command)...) }()
			passing.wait(t, 'C', test.proc, 1)
			if err := h.KillDaemon(); err != nil {
				t.Fatal(err)
			}
			want := testhost.Result{
				Stdout: "\n",
				Stderr: "error: Disconnected from " + line.URI("qemu") + " due to end of file\n" + test.says +
					"error: End of file while reading data: Input/output error: the connection to the server at socket '" + line.Addr() +
					"' was lost during " + test.proc.Name + "; whether that was carried out is unknown\n",
				Status: 1,
			}
			if got := <-results; got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
		})
	}
}

// At the prompt the next command connects again.
func TestPromptReconnects(t *testing.T) {
	t.Parallel()
	h := testhost.Start(t, testhost.Options{})
	for _, c := range []testhost.Client{testhost.NewVirsh(t, h.URI("test")), testhost.NewVirgo(t, h.URI("test"))} {
		cmd := c.Command(t.Context(), t, "-q")
		in, err := cmd.StdinPipe()
		if err != nil {
			t.Fatal(err)
		}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		var stderr strings.Builder
		cmd.Stderr = &stderr
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		ask := func() {
			if _, err := io.WriteString(in, "domname 1\n"); err != nil {
				t.Fatal(err)
			}
			for lines.Scan() && lines.Text() != "test" { // virsh also shows its prompt and what it reads
			}
		}
		ask()
		if err := h.KillDaemon(); err != nil {
			t.Fatal(err)
		}
		if err := h.StartDaemon(); err != nil {
			t.Fatal(err)
		}
		ask()
		_ = in.Close() // which ends it
		for lines.Scan() {
		}
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", c.Program, err)
		}
		want := fmt.Sprintf("error: Disconnected from %s due to end of file\nerror: Reconnected to the hypervisor\n", c.URI)
		if stderr.String() != want {
			t.Errorf("%s says %q, want %q", c.Program, stderr.String(), want)
		}
	}
}

// A daemon that hangs is given up after the time limit, when it is connected to.
func TestDaemonHangs(t *testing.T) {
	t.Parallel()
	h := testhost.Start(t, testhost.Options{})
	if err := h.SuspendDaemon(); err != nil {
		t.Fatal(err)
	}
	virgo := testhost.NewVirgo(t, h.URI("test"))
	want := testhost.Result{
		Stderr: "error: failed to connect to the hypervisor\nerror: no answer from '" + virgo.URI + "' within 200ms (see --timeout)\n",
		Status: 1,
	}
	if got := virgo.Run(t, "--timeout", "0.2", "list"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if err := h.ResumeDaemon(); err != nil {
		t.Fatal(err)
	}
	if got := virgo.Output(t, "-q", "domname", "1"); got != "test\n" {
		t.Errorf("it goes on, but answers %q", got)
	}
}

// received finds in the output of --trace how many bytes came.
var received = regexp.MustCompile(`(?m)^trace: .* (\d+) received`)

// Wherever the line breaks, the command fails, and says what it was about.
func TestLineBreaks(t *testing.T) {
	t.Parallel()
	h := testhost.Shared(t)
	whole := testhost.NewVirgo(t, h.URI("test")).Run(t, "--trace", "list")
	var bytes int64
	for _, m := range received.FindAllStringSubmatch(whole.Stderr, -1) {
		n, err := strconv.ParseInt(m[1], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		bytes += n
	}
	// In and at the ends of the answers to AUTH_LIST and CONNECT_OPEN, then all over.
	cuts := []int64{1, 3, 4, 5, 27, 28, 29, 35, 36, 37, 63, 64, 65}
	for cut := int64(70); cut < bytes; cut += max(bytes/8, 1) {
		cuts = append(cuts, cut)
	}
	for _, cut := range append(cuts, bytes-1) {
		line := testhost.StartProxy(t, testhost.ProxyOptions{
			Network: "unix", Address: h.Socket, ToClient: testhost.Line{CutAfter: cut},
		})
		got := testhost.NewVirgo(t, line.URI("test")).Run(t, "list")
		if got.Status != 1 || !strings.Contains(got.Stderr, "server at socket '"+line.Addr()+"'") || strings.Contains(got.Stdout, "test") {
			t.Errorf("cut after %d of %d bytes: %+v", cut, bytes, got)
		}
	}
}
