package testhost

import (
	"bufio"
	"context"
	_ "embed" // the host's scripts
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	qemuProgram = "qemu-system-x86_64"

	// maxSocketPath is the longest path that fits into a unix socket address
	// (sun_path, 108 bytes with the final NUL).
	maxSocketPath = 107

	// startTimeout is far beyond the 0.5 s that a start takes, for loaded machines.
	startTimeout = 60 * time.Second
)

// hostTools are the programs that a private host is made with.
var hostTools = []string{"libvirtd", "virtlogd", "bash", "unshare", "nsenter", "mount", "ip"}

//go:embed scripts/enter.sh
var enterScript []byte

//go:embed scripts/inside.sh
var insideScript []byte

// A Host is a private libvirtd in namespaces of its own. Its methods are safe
// for concurrent use, except that Close must be the last.
type Host struct {
	// Dir holds the host's etc, lib, run, log and cache. Inside, they are
	// /etc/libvirt, /var/lib/libvirt, /run/libvirt, /var/log/libvirt and
	// /var/cache/libvirt.
	Dir string

	Socket   string // path of the daemon's read-write unix socket, as seen from outside
	SocketRO string // path of its read-only unix socket
	TCPAddr  string // host:port where it listens with Options.TCP, else empty

	opts Options
	name string // unique on this machine; names the cgroups
	pid1 int    // PID 1 of the namespaces, as seen from outside

	process *os.Process   // unshare, the parent of PID 1
	ended   chan struct{} // closed when process has been waited for
	stderr  *tail
}

// Start starts a private host and ends it with the test.
// When the test failed, it logs the end of the daemon's log.
func Start(t testing.TB, o Options) *Host {
	t.Helper()
	NeedLibvirtd(t)
	h, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("log of the private libvirtd:\n%s", h.LogTail())
		}
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return h
}

// New starts a private host for a caller that is no test. The caller must
// Close it.
func New(o Options) (*Host, error) {
	dir, err := os.MkdirTemp("", "vh")
	if err != nil {
		return nil, fmt.Errorf("private host: %w", err)
	}
	h := &Host{
		Dir:      dir,
		Socket:   filepath.Join(dir, "run", "libvirt-sock"),
		SocketRO: filepath.Join(dir, "run", "libvirt-sock-ro"),
		opts:     o,
		name:     filepath.Base(dir),
		ended:    make(chan struct{}),
		stderr:   &tail{},
	}
	if err := h.start(); err != nil {
		err = fmt.Errorf("private host %s: %w\n%s%s", dir, err, h.stderr, h.LogTail())
		return nil, errors.Join(err, h.Close())
	}
	return h, nil
}

// start fills the host's directory and runs it until it is ready.
func (h *Host) start() error {
	if len(h.SocketRO) > maxSocketPath {
		return fmt.Errorf("socket path is longer than %d bytes", maxSocketPath)
	}
	if h.opts.Hostname == "" {
		h.opts.Hostname = h.name
	}
	if err := h.writeConfig(); err != nil {
		return err
	}
	if err := restoreCapabilities(h.Dir); err != nil {
		return err
	}
	controllers, err := makeCgroups(h.name)
	if err != nil {
		return err
	}
	args := []string{filepath.Join(h.Dir, "enter.sh"), h.name, filepath.Join(h.Dir, "inside.sh")}
	netns := "0"
	if !h.opts.TCP {
		args, netns = append(args, "--net"), "1"
	}
	cmd := exec.Command("bash", args...)
	cmd.Env = append(os.Environ(),
		"HOST_DIR="+h.Dir,
		"HOST_NAME="+h.opts.Hostname,
		"HOST_CGROUPS="+strings.Join(controllers, " "),
		"HOST_NETNS="+netns,
		"HOST_ARGS="+strings.Join(h.opts.Args, "\n"),
	)
	return h.run(cmd)
}

// run starts cmd and returns when it has said that it is ready.
func (h *Host) run(cmd *exec.Cmd) error {
	out, w, err := os.Pipe()
	if err != nil {
		return err
	}
	defer out.Close()
	errOut, errW, err := os.Pipe()
	if err != nil {
		w.Close()
		return err
	}
	// Files, not writers: a daemon that holds them open must not hold up Wait.
	cmd.Stdout, cmd.Stderr = w, errW
	started := make(chan error, 1)
	go func() {
		// The kernel ends the host when the thread that started it ends, so
		// this goroutine keeps its thread until the host has ended.
		lockThread(cmd)
		err := cmd.Start()
		w.Close()
		errW.Close()
		started <- err
		if err == nil {
			_ = cmd.Wait() // its verdict is always "killed"; what went wrong is on stderr
			close(h.ended)
		}
	}()
	go func() {
		_, _ = io.Copy(h.stderr, errOut)
		errOut.Close()
	}()
	if err := <-started; err != nil {
		return err
	}
	h.process = cmd.Process

	if err := out.SetReadDeadline(time.Now().Add(startTimeout)); err != nil {
		return err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return fmt.Errorf("not ready: %w", err)
	}
	if line != "ready\n" {
		return fmt.Errorf("not ready: it says %q", line)
	}
	h.pid1, err = childOf(h.process.Pid)
	return err
}

// Close ends the host with everything in it and removes what it left.
func (h *Host) Close() error {
	if h.process != nil {
		_ = h.process.Kill() // fails only when it has ended by itself
		<-h.ended
	}
	return errors.Join(
		saveCapabilities(h.Dir),
		removeCgroups(h.name),
		os.RemoveAll(h.Dir),
	)
}

// URI is the URI of one of the daemon's drivers through its read-write unix
// socket: driver is qemu, lxc or test.
func (h *Host) URI(driver string) string {
	path := "/system"
	if driver == "test" {
		path = "/default"
	}
	return driver + "+unix://" + path + "?socket=" + h.Socket
}

// TCPURI is the URI of one of the daemon's drivers through tcp. The host must
// have been started with Options.TCP.
func (h *Host) TCPURI(driver string) string {
	path := "/system"
	if driver == "test" {
		path = "/default"
	}
	return driver + "+tcp://" + h.TCPAddr + path
}

// Command is a command inside the host: in its namespaces, as root, with the
// machine's file system and the host's own libvirt directories. Its Dir is
// taken inside.
func (h *Host) Command(ctx context.Context, name string, args ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "bash", append([]string{"-c", joinScript, "join", h.name, fmt.Sprint(h.pid1), name}, args...)...)
}

// joinScript runs a command in the namespaces of a process. It joins the
// host's cgroups first, because a daemon that is started again puts its guests
// below its own.
const joinScript = `for procs in /sys/fs/cgroup/*/"$1"/cgroup.procs; do
	[ ! -e "$procs" ] || echo $$ >"$procs"
done
pid=$2; shift 2
exec nsenter --target "$pid" --all --wd="$PWD" -- "$@"`

// output runs a command inside and returns what it printed.
func (h *Host) output(name string, args ...string) (string, error) {
	out, err := h.Command(context.Background(), name, args...).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("private host %s: %s: %w\n%s", h.Dir, name, err, out)
	}
	return string(out), nil
}

// SuspendDaemon makes libvirtd hang: it keeps its connections and answers
// nothing until ResumeDaemon. A host can be closed while it hangs.
func (h *Host) SuspendDaemon() error { return h.signalDaemon("STOP") }

// ResumeDaemon lets libvirtd go on after SuspendDaemon.
func (h *Host) ResumeDaemon() error { return h.signalDaemon("CONT") }

func (h *Host) signalDaemon(name string) error {
	_, err := h.output("bash", "-c", `kill -"$0" "$(cat /run/libvirt/libvirtd.pid)"`, name)
	return err
}

// KillDaemon ends libvirtd at once, as a crash would, and returns when it is
// gone. Guests and networks go on.
func (h *Host) KillDaemon() error {
	_, err := h.output("bash", "-c", `pid=$(cat /run/libvirt/libvirtd.pid)
kill -KILL "$pid"
while [ -e "/proc/$pid" ]; do sleep 0.01; done`)
	return err
}

// StartDaemon starts libvirtd again after KillDaemon and returns when it
// accepts clients. It finds the guests and networks that run.
func (h *Host) StartDaemon() error {
	args := append([]string{"-d", "-p", "/run/libvirt/libvirtd.pid"}, h.opts.Args...)
	// A daemon keeps what it inherits: give it no pipe that someone waits for.
	_, err := h.output("bash", append([]string{"-c", `libvirtd "$@" </dev/null >/var/log/libvirt/restart.log 2>&1 ||
	{ cat /var/log/libvirt/restart.log; exit 1; }`, "libvirtd"}, args...)...)
	return err
}

// LogTail is the end of the daemon's log, for messages.
func (h *Host) LogTail() string {
	const lines = 20
	log, err := os.ReadFile(filepath.Join(h.Dir, "log", "libvirtd.log"))
	if err != nil {
		return ""
	}
	all := strings.SplitAfter(string(log), "\n")
	return strings.Join(all[max(0, len(all)-lines-1):], "")
}

// A tail keeps what was written to it last.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	const keep = 4096
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	t.buf = t.buf[max(0, len(t.buf)-keep):]
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.buf)
}
