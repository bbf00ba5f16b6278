package integration

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// nobody is a user without any rights.
const nobody = 65534

// A user without rights has a libvirtd of its own, which the first command
// starts and all others find.
func TestSessionDaemon(t *testing.T) {
	t.Parallel()
	testhost.NeedLibvirtd(t)
	dir, err := os.MkdirTemp("", "virgo-s") // short, for the socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	home, runtime := filepath.Join(dir, "home"), filepath.Join(dir, "run")
	for _, d := range []string{dir, home, runtime} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(d, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	virgo := filepath.Join(dir, "virgo")
	copyProgram(t, testhost.Virgo(t), virgo)
	testhost.NeedVirsh(t)
	run := func(program string, args ...string) testhost.Result {
		t.Helper()
		cmd := testhost.Client{Program: program}.Command(t.Context(), t, args...)
		cmd.Dir = home
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_RUNTIME_DIR=" + runtime, "LC_ALL=C.UTF-8"}
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		r, err := testhost.RunCommand(cmd)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	t.Cleanup(func() { endDaemons(t, filepath.Join(runtime, "libvirt")) })

	if err := os.WriteFile(filepath.Join(home, "net.xml"), []byte(`<network><name>mine</name><bridge name='virbr7'/></network>`), 0o644); err != nil {
		t.Fatal(err)
	}
	got := run(virgo, "-q", "uri; net-define net.xml; net-list --all --name")
	if got.Status != 0 || got.Stderr != "" || !strings.HasPrefix(got.Stdout, "qemu:///session\n") || !strings.Contains(got.Stdout, "mine\n") {
		t.Errorf("the first command: %+v", got)
	}
	first := daemonPID(t, runtime)
	for _, args := range [][]string{
		{"uri"}, {"list", "--all"}, {"net-list", "--all"}, {"net-dumpxml", "mine"}, {"-c", "qemu:///session", "net-info", "mine"},
		{"-r", "list"}, {"-r", "net-undefine", "mine"}, {"net-start", "mine"},
	} {
		ours, theirs := run(virgo, args...), run("virsh", args...)
		if ours != theirs {
			t.Errorf("%q\nvirgo: %+v\nvirsh: %+v", args, ours, theirs)
		}
	}
	if now := daemonPID(t, runtime); now != first {
		t.Errorf("the daemon is another process, %d, not %d", now, first)
	}
	// The user's commands do not get at the system's daemon, and say what they tried.
	system := run(virgo, "-c", "qemu:///system?socket="+filepath.Join(dir, "none"), "list")
	if system.Status != 1 || !strings.Contains(system.Stderr, filepath.Join(dir, "none")) {
		t.Errorf("a socket that is not there: %+v", system)
	}
}

// copyProgram copies a program to where other users can run it.
func copyProgram(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
}

// daemonPID returns the process of the user's libvirtd.
func daemonPID(t *testing.T, runtime string) int {
	t.Helper()
	return readPID(t, filepath.Join(runtime, "libvirt", "libvirtd.pid"))
}

func readPID(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return pid
}

// endDaemons ends the daemons whose pid files are in dir.
func endDaemons(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.pid"))
	if err != nil || len(files) == 0 {
		t.Errorf("no pid files in %s: %v", dir, err)
	}
	for _, file := range files {
		p, err := os.FindProcess(readPID(t, file))
		if err != nil {
			t.Error(err)
			continue
		}
		if err := p.Kill(); err != nil {
			t.Errorf("ending %s: %v", file, err)
		}
	}
}
