//go:build unix

package cmd_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A terminal is the program at a prompt, seen by its user.
type terminal struct {
	t      *testing.T
	cmd    *exec.Cmd
	tty    *os.File
	chunks chan []byte
	screen bytes.Buffer // all that was shown
	seen   int          // how much of it has been waited for
}

func startTerminal(t *testing.T, env []string, args ...string) *terminal {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append([]string{runAsProgram + "=1", "TERM=xterm", "NO_COLOR=1", "HOME=" + t.TempDir()}, env...)
	return startOnTerminal(t, cmd)
}

// startOnTerminal starts any program for a user.
func startOnTerminal(t *testing.T, cmd *exec.Cmd) *terminal {
	t.Helper()
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		t.Fatal(err)
	}
	x := &terminal{t: t, cmd: cmd, tty: pollable(t, tty), chunks: make(chan []byte, 100)}
	go func() {
		defer close(x.chunks)
		for {
			b := make([]byte, 4096)
			n, err := x.tty.Read(b)
			if n > 0 {
				x.chunks <- b[:n]
			}
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		x.tty.Close()
		for range x.chunks { // until the reader has gone
		}
	})
	return x
}

// pollable returns the same file in a mode in which closing it ends a read that
// waits, so that the other side sees it go.
func pollable(t *testing.T, f *os.File) *os.File {
	t.Helper()
	defer f.Close()
	fd, err := syscall.Dup(int(f.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	syscall.CloseOnExec(fd)
	if err := syscall.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(fd), f.Name())
}

// expect waits until text is shown after what was expected last.
func (x *terminal) expect(text string) {
	x.t.Helper()
	timeout := time.After(patience)
	for from := x.seen; ; {
		shown := x.screen.Bytes()
		if i := bytes.Index(shown[from:], []byte(text)); i >= 0 {
			x.seen = from + i + len(text)
			return
		}
		from = max(from, len(shown)-len(text)) // it may have come in part
		rest := shown[x.seen:]
		select {
		case b, ok := <-x.chunks:
			if !ok {
				x.t.Fatalf("the program ended before it showed %q: %q", text, rest)
			}
			x.screen.Write(b)
		case <-timeout:
			x.t.Fatalf("it never showed %q but %q", text, rest)
		}
	}
}

func (x *terminal) send(text string) {
	x.t.Helper()
	if _, err := io.WriteString(x.tty, text); err != nil {
		x.t.Fatal(err)
	}
}

// await waits for a value, which must come before the program ends.
func (x *terminal) await(c <-chan struct{}) {
	x.t.Helper()
	timeout := time.After(patience)
	for {
		select {
		case <-c:
			return
		case b, ok := <-x.chunks:
			if !ok {
				x.t.Fatalf("the program ended: %q", x.screen.String())
			}
			x.screen.Write(b)
		case <-timeout:
			x.t.Fatalf("nothing happened: %q", x.screen.String())
		}
	}
}

// status waits for the end and returns the exit status.
func (x *terminal) status() int {
	x.t.Helper()
	done := make(chan error, 1)
	go func() { done <- x.cmd.Wait() }()
	timeout := time.After(patience)
	for {
		select {
		case b := <-x.chunks:
			x.screen.Write(b)
		case err := <-done:
			var exit *exec.ExitError
			if err != nil && !errors.As(err, &exit) {
				x.t.Fatal(err)
			}
			return x.cmd.ProcessState.ExitCode()
		case <-timeout:
			x.t.Fatalf("it did not end: %q", x.screen.String())
		}
	}
}

func TestPrompt(t *testing.T) {
	cache := t.TempDir()
	x := startTerminal(t, []string{"XDG_CACHE_HOME=" + cache})
	x.expect("Welcome to virgo, the virtualization interactive terminal.\r\n\r\n" +
		"Type:  'help' for help with commands\r\n       'quit' to quit\r\n\r\n")
	x.expect("virgo # ")
	x.send("echo one\r")
	x.expect("\none\r\n")
	x.expect("virgo # ")
	x.send("nosuch\r")
	x.expect("error: unknown command: 'nosuch'\r\n")
	x.expect("virgo # ")
	x.send("half a li\x03") // Ctrl-C drops the line and no more
	x.expect("^C")
	x.expect("virgo # ")
	x.send("\x1b[A") // up: the last line that was executed
	x.expect("nosuch")
	x.send("\x15cd /\r") // Ctrl-U
	x.expect("virgo # ")
	x.send("pwd\r")
	x.expect("\n/\r\n")
	x.expect("virgo # ")
	x.send("quit\r")
	if got := x.status(); got != 0 {
		t.Errorf("status %d after quit", got)
	}
	b, err := os.ReadFile(filepath.Join(cache, "virgo", "history"))
	if want := "echo one\nnosuch\ncd /\npwd\nquit\n"; err != nil || string(b) != want {
		t.Errorf("history: %q, %v", b, err)
	}

	x = startTerminal(t, []string{"XDG_CACHE_HOME=" + cache}, "-q", "-r")
	x.expect("virgo > ")
	x.send("\x1b[A") // from the session of before
	x.expect("quit")
	x.send("\x15echo x\r")
	x.expect("\nx\r\n") // a prompt on the same line would wipe it
	x.expect("virgo > ")
	x.send("\x04") // Ctrl-D
	if got := x.status(); got != 0 {
		t.Errorf("status %d after the end of input", got)
	}
	if strings.Contains(x.screen.String(), "Welcome") {
		t.Error("--quiet has a greeting")
	}
}

// TestPromptInterruptsCommand: Ctrl-C ends a command that waits for a host which
// says nothing, and leaves the prompt alone.
func TestPromptInterruptsCommand(t *testing.T) {
	uri, accepted := silentHost(t)
	x := startTerminal(t, nil, "-q")
	x.expect("virgo # ")
	x.send("connect " + uri + "\r")
	x.expect("\r\n")
	x.await(accepted)
	x.send("\x03")
	x.expect("virgo # ")
	x.send("echo still here\r")
	x.expect("\nstill here")
	x.send("\rquit\r")
	if got := x.status(); got != 0 {
		t.Errorf("status %d", got)
	}
}

// TestInterruptIsStatus130: outside of the prompt Ctrl-C ends the program.
func TestInterruptIsStatus130(t *testing.T) {
	uri, accepted := silentHost(t)
	x := startTerminal(t, nil, "-c", uri, "echo a")
	x.await(accepted)
	if err := x.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if got := x.status(); got != 130 {
		t.Errorf("status %d: %q", got, x.screen.String())
	}
}

// TestHistorySize: a bad size is told, and the prompt works.
func TestHistorySize(t *testing.T) {
	for value, want := range map[string]string{
		"x":      "error: Bad $VIRSH_HISTSIZE value.",
		"500001": "error: $VIRSH_HISTSIZE value should be between 0 and 500000",
	} {
		x := startTerminal(t, []string{"VIRSH_HISTSIZE=" + value}, "-q")
		x.expect(want)
		x.expect("virgo # ")
		x.send("quit\r")
		if got := x.status(); got != 0 {
			t.Errorf("status %d", got)
		}
	}
}
