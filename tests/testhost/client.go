package testhost

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// clientTimeout is far beyond what any command takes: one that needs longer
// hangs.
const clientTimeout = 60 * time.Second

// A Client is a program with virsh's command line, the real one or virgo, and
// the host that it works on.
type Client struct {
	Program string
	URI     string // given with -c; with an empty one the program is to find a host itself

	// Files is a directory that the program sees as "files" in the directory
	// it runs in; empty for none.
	Files string
}

// A Result is what a program did.
type Result struct {
	Stdout, Stderr string
	Status         int // exit status; -1 when a signal ended it
}

// NewVirsh is the real virsh with a host.
func NewVirsh(t testing.TB, uri string) Client {
	t.Helper()
	NeedVirsh(t)
	return Client{Program: "virsh", URI: uri}
}

// NewVirgo is the virgo binary with a host.
func NewVirgo(t testing.TB, uri string) Client {
	t.Helper()
	return Client{Program: Virgo(t), URI: uri}
}

// Command prepares a run of the program with nothing of the caller's
// environment, in a directory of its own, which is removed with the test. The
// program is killed at the end of ctx.
func (c Client) Command(ctx context.Context, t testing.TB, args ...string) *exec.Cmd {
	t.Helper()
	home := t.TempDir()
	if c.Files != "" {
		if err := os.Symlink(c.Files, filepath.Join(home, "files")); err != nil {
			t.Fatal(err)
		}
	}
	if c.URI != "" {
		args = append([]string{"-c", c.URI}, args...)
	}
	cmd := exec.CommandContext(ctx, c.Program, args...)
	cmd.Dir = home
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LC_ALL=C.UTF-8", "TZ=UTC", "TERM=dumb", "NO_COLOR=1",
	}
	return cmd
}

// Run runs the program to its end. One that hangs fails the test.
func (c Client) Run(t testing.TB, args ...string) Result {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), clientTimeout)
	defer cancel()
	r, err := RunCommand(c.Command(ctx, t, args...))
	if err = errors.Join(err, ctx.Err()); err != nil {
		t.Fatalf("%s %q: %v\n%+v", c.Program, args, err, r)
	}
	return r
}

// Output runs the program, which must succeed without a word on stderr, and
// returns what it printed.
func (c Client) Output(t testing.TB, args ...string) string {
	t.Helper()
	r := c.Run(t, args...)
	if r.Status != 0 || r.Stderr != "" {
		t.Fatalf("%s %q: exit status %d\n%s%s", c.Program, args, r.Status, r.Stdout, r.Stderr)
	}
	return r.Stdout
}

// RunCommand runs a command to its end. The error tells that it could not be
// run; how it ended is in the result.
func RunCommand(cmd *exec.Cmd) (Result, error) {
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Result{}, err
	}
	return Result{Stdout: stdout.String(), Stderr: stderr.String(), Status: cmd.ProcessState.ExitCode()}, nil
}
