//go:build unix

package interop

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/tests/diff"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// clientTimeout is far beyond what any command here takes: one that needs
// longer hangs.
const clientTimeout = 60 * time.Second

// A client is a program with virsh's command line, and the host it is to use.
type client struct {
	program string
	uri     string
}

// virsh is the real virsh on the host that uri names.
func virsh(t testing.TB, uri string) client {
	t.Helper()
	testhost.NeedVirsh(t)
	return client{"virsh", uri}
}

// virgo is our own binary on the host that uri names.
func virgo(t testing.TB, uri string) client {
	t.Helper()
	return client{testhost.Virgo(t), uri}
}

// command prepares a run of the client, with nothing of the user's environment.
func (c client) command(ctx context.Context, home string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, c.program, append([]string{"-c", c.uri}, args...)...)
	cmd.Dir = home
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LC_ALL=C.UTF-8", "TZ=UTC", "TERM=dumb", "NO_COLOR=1",
	}
	return cmd
}

// files is the directory of the files that command lines name as files/NAME:
// those of the comparison of virgo with virsh.
func files(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs("../diff/files")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// run runs the client to its end.
func (c client) run(t testing.TB, args ...string) diff.Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), clientTimeout)
	defer cancel()
	home := t.TempDir()
	if err := os.Symlink(files(t), filepath.Join(home, "files")); err != nil {
		t.Fatal(err)
	}
	cmd := c.command(ctx, home, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if ctx.Err() != nil || err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s %q: %v, %v", c.program, args, err, ctx.Err())
	}
	return diff.Result{Stdout: stdout.String(), Stderr: stderr.String(), Status: cmd.ProcessState.ExitCode()}
}

// output runs the client, which must succeed without a word on stderr, and
// returns what it printed.
func (c client) output(t testing.TB, args ...string) string {
	t.Helper()
	r := c.run(t, args...)
	if r.Status != 0 || r.Stderr != "" {
		t.Fatalf("%s %q: exit status %d\n%s%s", c.program, args, r.Status, r.Stdout, r.Stderr)
	}
	return r.Stdout
}
