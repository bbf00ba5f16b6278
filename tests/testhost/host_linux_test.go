package testhost_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

func TestMain(m *testing.M) { testhost.Main(m) }

// virsh runs the real virsh and returns what it printed.
func virsh(t *testing.T, args ...string) string {
	t.Helper()
	testhost.NeedVirsh(t)
	out, err := exec.Command("virsh", args...).CombinedOutput()
	if err != nil {
		t.Fatalf("virsh %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func TestHostServesItsDrivers(t *testing.T) {
	h := testhost.Shared(t)
	if got := virsh(t, "-c", h.URI("test"), "list", "--name"); got != "test" {
		t.Errorf("test driver lists %q", got)
	}
	if got := virsh(t, "-c", h.URI("qemu"), "list", "--all", "--name"); got != "" {
		t.Errorf("qemu driver lists %q", got)
	}
	if got, want := virsh(t, "-c", h.URI("qemu"), "hostname"), filepath.Base(h.Dir); got != want {
		t.Errorf("host name is %q, want %q", got, want)
	}
}

func TestHostOptions(t *testing.T) {
	const uuid = "11111111-2222-3333-4444-555555555555"
	h := testhost.Start(t, testhost.Options{
		Hostname:     "elsewhere",
		UUID:         uuid,
		TCP:          true,
		LibvirtdConf: []string{`unix_sock_rw_perms = "0700"`},
		PreScript:    `echo seen >"$HOST_DIR/pre.out"`,
	})
	if got := virsh(t, "-c", h.TCPURI("qemu"), "hostname"); got != "elsewhere" {
		t.Errorf("host name through tcp is %q", got)
	}
	if got := virsh(t, "-c", h.URI("qemu"), "capabilities"); !strings.Contains(got, uuid) {
		t.Errorf("capabilities lack the UUID %s", uuid)
	}
	info, err := os.Stat(h.Socket)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("socket has mode %o: the line for libvirtd.conf had no effect", got)
	}
	if _, err := os.Stat(filepath.Join(h.Dir, "pre.out")); err != nil {
		t.Error(err)
	}
}

func TestHostRefusesBadConfiguration(t *testing.T) {
	testhost.NeedLibvirtd(t)
	h, err := testhost.New(testhost.Options{LibvirtdConf: []string{`max_clients = "many"`}})
	if err == nil {
		t.Fatal(h.Close())
	}
	if !strings.Contains(err.Error(), "max_clients") {
		t.Errorf("the error does not say what was wrong: %v", err)
	}
}

func TestDaemonDiesAndComesBack(t *testing.T) {
	h := testhost.Start(t, testhost.Options{})
	h.DefineBootGuest(t, "guest")
	virsh(t, "-c", h.URI("qemu"), "start", "guest")
	if err := h.KillDaemon(); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("virsh", "-c", h.URI("qemu"), "list").CombinedOutput(); err == nil {
		t.Fatalf("a dead daemon answered: %s", out)
	}
	if err := h.StartDaemon(); err != nil {
		t.Fatal(err)
	}
	if got := virsh(t, "-c", h.URI("qemu"), "domstate", "guest"); got != "running" {
		t.Errorf("after a restart the guest is %q", got)
	}
}

func TestDaemonHangs(t *testing.T) {
	h := testhost.Start(t, testhost.Options{})
	if err := h.SuspendDaemon(); err != nil {
		t.Fatal(err)
	}
	state, err := h.Command(context.Background(), "bash", "-c", `cut -d' ' -f3 /proc/$(cat /run/libvirt/libvirtd.pid)/stat`).Output()
	if err != nil || strings.TrimSpace(string(state)) != "T" {
		t.Errorf("state of the hanging daemon is %q, %v", state, err)
	}
	if err := h.ResumeDaemon(); err != nil {
		t.Fatal(err)
	}
	if got := virsh(t, "-c", h.URI("test"), "list", "--name"); got != "test" {
		t.Errorf("resumed: %q", got)
	}
}

func TestBootGuestEchoes(t *testing.T) {
	testhost.NeedQEMU(t)
	h := testhost.Shared(t)
	h.DefineBootGuest(t, "echo")
	virsh(t, "-c", h.URI("qemu"), "start", "echo")
	t.Cleanup(func() { virsh(t, "-c", h.URI("qemu"), "destroy", "echo") })
	tty := virsh(t, "-c", h.URI("qemu"), "ttyconsole", "echo")
	// The guest may not have booted when the first words come.
	const talk = `exec 3<>"$0"
while :; do echo hello >&3; sleep 0.05; done &
timeout 60 grep -a -o -m1 hello <&3
kill $!`
	out, err := h.Command(context.Background(), "bash", "-c", talk, tty).Output()
	if err != nil || string(out) != "hello\n" {
		t.Errorf("the console says %q, %v", out, err)
	}
}

func TestLinuxGuestHasAnAgent(t *testing.T) {
	testhost.NeedQEMU(t)
	h := testhost.Shared(t)
	h.DefineLinuxGuest(t, "linux")
	virsh(t, "-c", h.URI("qemu"), "start", "linux")
	t.Cleanup(func() { virsh(t, "-c", h.URI("qemu"), "destroy", "linux") })
	// The agent answers only when the guest is up.
	const ask = `until out=$(virsh -c "$0" domhostname linux --source agent 2>&1); do sleep 0.2; done; echo "$out"`
	out, err := exec.Command("timeout", "120", "bash", "-c", ask, h.URI("qemu")).Output()
	if err != nil || strings.TrimSpace(string(out)) != "guest" {
		t.Errorf("the agent says the host name is %q, %v", out, err)
	}
}

// traces lists what of a host can be seen on the machine.
func traces(t *testing.T, h *testhost.Host) []string {
	t.Helper()
	name := filepath.Base(h.Dir)
	var found []string
	for _, pattern := range []string{h.Dir, "/sys/fs/cgroup/*/" + name} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, paths...)
	}
	for _, file := range []string{"cmdline", "environ", "mounts"} {
		paths, err := filepath.Glob("/proc/[0-9]*/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err == nil && strings.Contains(string(data), name) { // an error: that process has ended
				found = append(found, path)
			}
		}
	}
	return found
}

func TestNothingLeftBehind(t *testing.T) {
	testhost.NeedQEMU(t)
	testhost.NeedVirsh(t)
	h, err := testhost.New(testhost.Options{})
	if err != nil {
		t.Fatal(err)
	}
	h.DefineBootGuest(t, "guest")
	virsh(t, "-c", h.URI("qemu"), "start", "guest")
	if len(traces(t, h)) < 4 {
		t.Errorf("a running host shows only %q", traces(t, h))
	}
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if left := traces(t, h); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}
