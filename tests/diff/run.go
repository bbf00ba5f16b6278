package diff

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// caseTimeout is far beyond what any case takes: a program that needs longer hangs.
const caseTimeout = 30 * time.Second

// A Runner runs cases through one program on one host.
type Runner struct {
	program string
	kind    Kind
	files   string         // directory of the files that cases name as files/NAME
	host    *testhost.Host // for kinds with a daemon
}

// Run runs one case in a new empty directory, which is also the home
// directory.
func (r Runner) Run(c Case) (Result, error) {
	dir, err := os.MkdirTemp("", "vd")
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(dir)
	if err := os.Symlink(r.files, filepath.Join(dir, "files")); err != nil {
		return Result{}, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), caseTimeout)
	defer cancel()
	var cmd *exec.Cmd
	args := make([]string, len(c.Args))
	for i, a := range c.Args {
		args[i] = strings.ReplaceAll(a, "$HOME", dir)
	}
	if r.host != nil {
		cmd = r.host.Command(ctx, r.program, args...)
	} else {
		cmd = exec.CommandContext(ctx, r.program, args...)
	}
	cmd.Dir = dir
	cmd.Env = append(environ(dir, r.kind), c.Env...)
	cmd.WaitDelay = time.Second // a grandchild may hold the pipes
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err = cmd.Run()
	if ctx.Err() != nil {
		return Result{}, fmt.Errorf("%s: %s: hangs", c.Name, r.program)
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return Result{}, fmt.Errorf("%s: %s: %w", c.Name, r.program, err)
	}
	// The two programs run in different directories of the same use.
	hide := strings.NewReplacer(dir, "$HOME")
	return Result{
		Stdout: hide.Replace(stdout.String()),
		Stderr: hide.Replace(stderr.String()),
		Status: cmd.ProcessState.ExitCode(),
	}, nil
}

// environ is the environment of a case, the same for each.
func environ(home string, kind Kind) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + home,
		"PWD=" + home,
		"LC_ALL=C.UTF-8",
		"TZ=UTC",
		"TERM=dumb",
		"NO_COLOR=1",
	}
	if uri := kinds[kind]; uri != "" {
		env = append(env, "VIRSH_DEFAULT_CONNECT_URI="+strings.ReplaceAll(uri, "$HOME", home))
	}
	return env
}
