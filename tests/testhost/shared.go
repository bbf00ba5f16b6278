package testhost

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"testing"
)

// run is what the tests of one binary share. It is the package's only
// variable state: go test gives no other place that outlives a test.
var run struct {
	main bool // Main will clean up

	hostOnce sync.Once
	host     *Host
	hostErr  error

	virgoOnce sync.Once
	virgoDir  string
	virgo     string
	virgoErr  error
}

// Main runs the tests of a binary whose tests use Shared or Virgo, and cleans
// up after them. TestMain calls it and nothing else.
func Main(m *testing.M) {
	run.main = true
	status := m.Run()
	if run.host != nil {
		if err := run.host.Close(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	if run.virgoDir != "" {
		if err := os.RemoveAll(run.virgoDir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	os.Exit(status)
}

// Shared is a private host that all tests of this binary use together, since
// one takes half a second to start. Tests give what they make on it names of
// their own and remove it, and never kill the daemon.
func Shared(t testing.TB) *Host {
	t.Helper()
	NeedLibvirtd(t)
	needMain(t)
	run.hostOnce.Do(func() { run.host, run.hostErr = New(Options{}) })
	if run.hostErr != nil {
		t.Fatal(run.hostErr)
	}
	return run.host
}

// Virgo is the path of the virgo binary, built once per test binary as it is
// released: static, without cgo.
func Virgo(t testing.TB) string {
	t.Helper()
	NeedTools(t, "go")
	needMain(t)
	run.virgoOnce.Do(func() {
		run.virgoDir, run.virgoErr = os.MkdirTemp("", "virgo")
		if run.virgoErr == nil {
			run.virgo, run.virgoErr = BuildVirgo(run.virgoDir)
		}
	})
	if run.virgoErr != nil {
		t.Fatal(run.virgoErr)
	}
	return run.virgo
}

// BuildVirgo builds the virgo binary into a directory and returns its path.
// The working directory must be inside the module.
func BuildVirgo(dir string) (string, error) {
	path := filepath.Join(dir, "virgo")
	if runtime.GOOS == "windows" {
		path += ".exe"
	}
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "github.com/virgo-vm/virgo")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building virgo: %w\n%s", err, out)
	}
	return path, nil
}

func needMain(t testing.TB) {
	t.Helper()
	if !run.main {
		t.Fatal("TestMain of this package must call testhost.Main")
	}
}
