package cmd_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/cmd"
	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/transport"
)

// patience is how long the program may take for what takes it no time.
const patience = 20 * time.Second

// silentHost takes connections and says nothing. accepted gets a value for each.
func silentHost(t *testing.T) (uri string, accepted <-chan struct{}) {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	came := make(chan struct{}, 10)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			t.Cleanup(func() { c.Close() })
			came <- struct{}{}
		}
	}()
	return "qemu+unix:///system?socket=" + socket, came
}

// A server is a daemon with the built-in host.
type server struct {
	uri      string
	listener net.Listener
	wait     sync.WaitGroup

	mu    sync.Mutex
	conns []net.Conn
	opens int
}

// serve starts a daemon whose sessions open gives.
func serve(t *testing.T, open driver.Opener) *server {
	t.Helper()
	socket := filepath.Join(t.TempDir(), "s")
	l, err := net.Listen("unix", socket)
	if err != nil {
		t.Fatal(err)
	}
	s := &server{uri: "test+unix:///default?socket=" + socket, listener: l}
	ctx, cancel := context.WithCancel(context.Background())
	s.wait.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			s.mu.Lock()
			s.conns = append(s.conns, c)
			s.opens++
			s.mu.Unlock()
			s.wait.Go(func() { _ = rpc.Serve(ctx, transport.Files(c.(*net.UnixConn)), open) }) // how it ends is the test's doing
		}
	})
	t.Cleanup(func() {
		l.Close()
		cancel()
		s.drop()
		s.wait.Wait()
	})
	return s
}

// opened returns how many connections there have been.
func (s *server) opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opens
}

// drop closes all connections, as the end of a daemon does.
func (s *server) drop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.conns {
		c.Close()
	}
	s.conns = nil
}

// output is a writer that tells when it has got a text.
type output struct {
	mu      sync.Mutex
	changed *sync.Cond
	buf     bytes.Buffer
}

func newOutput() *output {
	o := &output{}
	o.changed = sync.NewCond(&o.mu)
	return o
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.changed.Broadcast()
	return o.buf.Write(b)
}

// await waits until text has been written n times.
func (o *output) await(text string, n int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for strings.Count(o.buf.String(), text) < n {
		o.changed.Wait()
	}
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// TestReconnect: a daemon that was restarted between two commands.
func TestReconnect(t *testing.T) {
	s := serve(t, test.Open)
	stdin, input := io.Pipe()
	stdout, stderr := newOutput(), newOutput()
	ended := make(chan int)
	go func() {
		ended <- cmd.Main(cmd.Process{Args: []string{"-q", "-c", s.uri}, Stdin: stdin, Stdout: stdout, Stderr: stderr,
			LookupEnv: func(string) (string, bool) { return "", false }})
	}()
	const line = "domstate test\n"
	_, _ = io.WriteString(input, line)
	stdout.await("running\n", 1)
	s.drop()
	// The client learns of it when it next looks; until then the command fails.
	for i := 0; !strings.Contains(stderr.String(), "Reconnected"); i++ {
		_, _ = io.WriteString(input, line)
		_, _ = io.WriteString(input, "echo --err mark"+strings.Repeat("x", i)+"\n")
		stderr.await("mark"+strings.Repeat("x", i)+"\n", 1)
	}
	input.Close()
	<-ended
	if got := strings.Count(stdout.String(), "running\n"); got < 2 {
		t.Errorf("%d answers: %s", got, stdout)
	}
	want := "error: Disconnected from " + s.uri + " due to end of file\n"
	if got := stderr.String(); !strings.HasPrefix(got, want) || !strings.Contains(got, "error: Reconnected to the hypervisor\n") {
		t.Errorf("%s", got)
	}
}

// stuckConn never answers a call of one procedure.
type stuckConn struct {
	driver.Conn
	proc  *protocol.Proc
	stuck func()
}

func (c *stuckConn) Invoke(ctx context.Context, r *protocol.Request) error {
	if r.Proc == c.proc {
		c.stuck()
		<-ctx.Done()
		return ctx.Err()
	}
	return c.Conn.Invoke(ctx, r)
}

// TestDaemonDiesInACall: one account of it, at once, and status 1.
func TestDaemonDiesInACall(t *testing.T) {
	var dying atomic.Pointer[server]
	s := serve(t, func(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
		c, err := test.Open(ctx, uri, o)
		return &stuckConn{Conn: c, proc: &protocol.ConnectGetHostname.Proc, stuck: func() { dying.Load().drop() }}, err
	})
	dying.Store(s)
	got := virgo("", nil, "-c", s.uri, "hostname")
	lines := strings.Split(strings.TrimSpace(got.stderr), "\n")
	if got.status != 1 || len(lines) != 3 ||
		lines[0] != "error: Disconnected from "+s.uri+" due to end of file" ||
		lines[1] != "error: failed to get hostname" || !strings.HasPrefix(lines[2], "error: ") {
		t.Errorf("status %d:\n%s", got.status, got.stderr)
	}
}

// TestTimeout: a host that takes the connection and says nothing.
func TestTimeout(t *testing.T) {
	uri, _ := silentHost(t)
	got := virgo("", nil, "--timeout", "0.05", "-c", uri, "list")
	want := "error: failed to connect to the hypervisor\nerror: no answer from '" + uri + "' within 50ms (see --timeout)\n"
	if got != (result{1, "", want}) {
		t.Errorf("%+v", got)
	}
	got = virgo("", nil, "echo a; connect "+uri+" --timeout .05")
	if got != (result{1, "a\n\n", want}) {
		t.Errorf("%+v", got)
	}
}

// TestLazyConnection: what needs no host asks none, and one connection serves
// all commands of a line.
func TestLazyConnection(t *testing.T) {
	s := serve(t, test.Open)
	env := map[string]string{"VIRSH_DEFAULT_CONNECT_URI": s.uri, "LIBVIRT_DEFAULT_URI": "nosuch"}
	virgo("", env, "echo a; help list; pwd")
	if n := s.opened(); n != 0 {
		t.Errorf("%d connections for commands that need none", n)
	}
	got := virgo("", env, "domstate test; list --all; domid test")
	if n := s.opened(); got.status != 0 || n != 1 {
		t.Errorf("%d connections: %+v", n, got)
	}
}

// TestTrace: every call with its bytes, and the number of round trips.
func TestTrace(t *testing.T) {
	s := serve(t, test.Open)
	for _, args := range [][]string{{"--trace", "-c", s.uri, "-q", "hostname"}, {"-q", "-c", s.uri, "hostname", "--trace"}} {
		got := virgo("", nil, args...)
		var procs []string
		for line := range strings.Lines(got.stderr) {
			name, _, _ := strings.Cut(strings.TrimPrefix(line, "trace: "), ",")
			procs = append(procs, name)
		}
		if want := "AUTH_LIST CONNECT_OPEN CONNECT_GET_HOSTNAME 3 round trips"; strings.Join(procs, " ") != want {
			t.Errorf("%q: %s", args, got.stderr)
		}
	}
}

// TestKeepAliveIsForLongSessions: a single command asks for no signs of life.
func TestKeepAliveIsForLongSessions(t *testing.T) {
	s := serve(t, test.Open)
	one := virgo("", nil, "--trace", "-c", s.uri, "hostname")
	if strings.Contains(one.stderr, "SUPPORTS_FEATURE") {
		t.Errorf("a single command: %s", one.stderr)
	}
	stderr := newOutput()
	stdin, input := io.Pipe()
	ended := make(chan int)
	go func() {
		ended <- cmd.Main(cmd.Process{Args: []string{"--trace", "-c", s.uri}, Stdin: stdin, Stdout: io.Discard, Stderr: stderr,
			LookupEnv: func(string) (string, bool) { return "", false }})
	}()
	timer := time.AfterFunc(patience, func() { input.Close() })
	stderr.await("CONNECT_SUPPORTS_FEATURE", 1)
	timer.Stop()
	input.Close()
	<-ended
}
