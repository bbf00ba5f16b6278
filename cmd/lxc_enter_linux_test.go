package cmd_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// TestEnterNamespace enters the namespaces of a process that has its own name of
// the machine and its own mounts, as the first process of a container does.
func TestEnterNamespace(t *testing.T) {
	testhost.NeedRoot(t)
	first := exec.CommandContext(t.Context(), "sh", "-c", "echo inside >/proc/sys/kernel/hostname && echo ready && exec cat")
	first.SysProcAttr = &syscall.SysProcAttr{
		Unshareflags: syscall.CLONE_NEWUTS | syscall.CLONE_NEWNS, Pdeathsig: syscall.SIGKILL,
	}
	// The signal comes at the end of the thread that started the process.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	in, err := first.StdinPipe() // whose end ends the process
	if err != nil {
		t.Fatal(err)
	}
	out, err := first.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		in.Close()
		if err := first.Wait(); err != nil {
			t.Error(err)
		}
	}()
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "ready\n" {
		t.Fatalf("%q, %v", line, err)
	}
	uri := serve(t, func(ctx context.Context, _ string, o driver.Options) (driver.Conn, error) {
		var d test.Driver
		c, err := d.Open(ctx, builtinHost, o)
		return container{c, first.Process.Pid}, err
	}).uri
	before, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	got := run(t, uri, "lxc-enter-namespace", "test", "--noseclabel", "/bin/sh", "--", "-c", "cat /proc/sys/kernel/hostname")
	if !strings.HasPrefix(got, "inside\n") {
		t.Errorf("in the container: %q", got)
	}
	if after, err := os.Hostname(); after != before || err != nil {
		t.Errorf("this process is on %q (%v), it was on %q", after, err, before)
	}
	if got := run(t, uri, "lxc-enter-namespace", "test", "--noseclabel", "/no/such/program"); !strings.Contains(got, "Failed to run '/no/such/program': No such file or directory") {
		t.Errorf("a program that is not there: %q", got)
	}
}

// container is a host whose guests have the namespaces of a process.
type container struct {
	driver.Conn
	pid int
}

func (c container) Invoke(ctx context.Context, r *protocol.Request) error {
	if r.Proc != &protocol.LXCDomainOpenNamespace.Proc {
		return c.Conn.Invoke(ctx, r)
	}
	for _, kind := range []string{"uts", "mnt"} {
		f, err := os.Open(fmt.Sprintf("/proc/%d/ns/%s", c.pid, kind))
		if err != nil {
			return err
		}
		r.Files = append(r.Files, f)
	}
	return nil
}
