//go:build unix

package integration

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// What cannot be written is an error, and never a hang.
func TestFullOutput(t *testing.T) {
	t.Parallel()
	virgo := testhost.NewVirgo(t, testhost.Shared(t).URI("test"))
	for _, args := range [][]string{{"list"}, {"-q", "dumpxml", "test"}, {"-o", "json", "list"}, {"capabilities"}, {"help"}} {
		full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer full.Close()
		cmd := virgo.Command(t.Context(), t, args...)
		var stderr strings.Builder
		cmd.Stdout, cmd.Stderr = full, &stderr
		_ = cmd.Run() // its status is looked at below
		if status := cmd.ProcessState.ExitCode(); status != 1 || !strings.Contains(stderr.String(), "no space left on device") {
			t.Errorf("%q: status %d, %q", args, status, stderr.String())
		}
	}
}

// A reader that goes away ends the program without a word, as it does others.
func TestClosedPipe(t *testing.T) {
	t.Parallel()
	virgo := testhost.NewVirgo(t, testhost.Shared(t).URI("test"))
	for _, args := range [][]string{{"list"}, {"-q", "dumpxml", "test"}, {"-o", "json", "list"}} {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Close()
		cmd := virgo.Command(t.Context(), t, args...)
		var stderr strings.Builder
		cmd.Stdout, cmd.Stderr = w, &stderr
		_ = cmd.Run() // its status is looked at below
		_ = w.Close()
		status := cmd.ProcessState.Sys().(syscall.WaitStatus)
		if !(status.Signaled() && status.Signal() == syscall.SIGPIPE || status.ExitStatus() == 1) || stderr.String() != "" {
			t.Errorf("%q: %v, %q", args, cmd.ProcessState, stderr.String())
		}
	}
}
