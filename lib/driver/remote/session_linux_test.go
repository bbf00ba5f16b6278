package remote

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// nobody is a user without any rights.
const nobody = 65534

// A user's clients start the user's own libvirtd, one for all of them.
func TestSessionDaemonIsStarted(t *testing.T) {
	testhost.NeedLibvirtd(t)
	dir, err := os.MkdirTemp("", "vs") // short, for the socket's path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	exe := copyOfThisBinary(t, dir)
	for _, d := range []string{dir, filepath.Join(dir, "run"), filepath.Join(dir, "home")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(d, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { endDaemons(t, filepath.Join(dir, "run", "libvirt")) })

	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			cmd := exec.Command(exe)
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
			cmd.Dir = "/"
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + filepath.Join(dir, "home"),
				"XDG_RUNTIME_DIR=" + filepath.Join(dir, "run"), envOpen + "=qemu:///session"}
			out, err := cmd.CombinedOutput()
			if err != nil || string(out) != "qemu:///session\n" {
				t.Errorf("the client said %q, %v", out, err)
			}
		})
	}
	wg.Wait()
}

// copyOfThisBinary puts the test binary where other users can run it.
func copyOfThisBinary(t *testing.T, dir string) string {
	t.Helper()
	in, err := os.Open("/proc/self/exe")
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	path := filepath.Join(dir, "client")
	out, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// endDaemons ends the daemons whose pid files are in dir.
func endDaemons(t *testing.T, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.pid"))
	if err != nil || len(files) == 0 {
		t.Errorf("no pid files in %s, %v", dir, err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
			continue
		}
		var pid int
		if _, err := fmt.Sscan(strings.TrimSpace(string(b)), &pid); err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
			t.Errorf("ending %s: %v", file, err)
		}
	}
}
