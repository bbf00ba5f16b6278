//go:build unix

package cmd_test

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// modes returns the modes of the terminal.
func (x *terminal) modes() *term.State {
	x.t.Helper()
	raw, err := x.tty.SyscallConn()
	if err != nil {
		x.t.Fatal(err)
	}
	var state *term.State
	if err2 := raw.Control(func(fd uintptr) { state, err = term.GetState(int(fd)) }); err2 != nil || err != nil {
		x.t.Fatal(err2, err)
	}
	return state
}

// freshModes returns the modes of a terminal that nobody has used.
func freshModes(t *testing.T) *term.State {
	t.Helper()
	ptmx, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer ptmx.Close()
	defer tty.Close()
	state, err := term.GetState(int(tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func (x *terminal) line(text string) { x.t.Helper(); x.send(text + "\r") }

// fresh waits for a prompt whose line is empty. The one of a line that is being
// edited is drawn again and again.
func (x *terminal) fresh() { x.t.Helper(); x.expect("virgo #  \b") }

// TestPromptGreetsWithHost: whoever looks at the prompt knows where commands go.
func TestPromptGreetsWithHost(t *testing.T) {
	x := startTerminal(t, nil, "-c", "test:///default")
	x.expect("Connected to test:///default\r\n\r\n")
	x.line("quit")
	x.status()
	x = startTerminal(t, []string{"VIRSH_DEFAULT_CONNECT_URI=test:///x"})
	x.expect("The first command that needs a host connects to 'test:///x'.\r\n\r\n")
	x.line("quit")
	x.status()
}

func TestPromptContinues(t *testing.T) {
	cache := t.TempDir()
	x := startTerminal(t, []string{"XDG_CACHE_HOME=" + cache}, "-q")
	x.fresh()
	x.line("echo 'one")
	x.expect("> ")
	x.line("two'")
	x.expect("\none\r\ntwo")
	x.fresh()
	x.line(`echo thr\`)
	x.expect("> ")
	x.line("ee")
	x.expect("\nthree")
	x.fresh()
	x.line(`echo "given up`)
	x.expect("> ")
	x.send("half\x03")
	x.fresh()
	x.line(`echo "no end`)
	x.expect("> ")
	x.send("\x04")
	x.expect(`error: missing "`)
	if got := x.status(); got != 0 {
		t.Errorf("status %d", got)
	}
	checkHistory(t, cache, "echo 'one\ntwo'\necho thr\\\nee\necho \"no end\n")
}

func checkHistory(t *testing.T, cache, want string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(cache, "virgo", "history"))
	if err != nil || string(b) != want {
		t.Errorf("history: %q, %v; want %q", b, err, want)
	}
}

// TestPromptForgetsSecrets: values of secrets, and what has a password, are not
// kept, nor offered again.
func TestPromptForgetsSecrets(t *testing.T) {
	cache := t.TempDir()
	x := startTerminal(t, []string{"XDG_CACHE_HOME=" + cache}, "-q", "-c", "test:///default")
	for _, line := range []string{
		"echo a",
		"secret-set-value 00000000-0000-0000-0000-000000000001 aGVsbG8=",
		"echo; secret-set-value --secret x --base64 aGVsbG8= --bogus",
		"secret-set-value x --file /nonexistent",
		"echo Password=x",
		"echo b",
		"echo b",
	} {
		x.fresh()
		x.line(line)
	}
	x.fresh()
	x.send("\x1b[A\x1b[A\x1b[A")
	x.expect("echo a")
	x.line("")
	x.fresh()
	x.line("quit")
	x.status()
	checkHistory(t, cache, "echo a\nsecret-set-value x --file /nonexistent\necho b\necho a\nquit\n")
}

func TestPromptEditsWords(t *testing.T) {
	x := startTerminal(t, nil, "-q")
	x.fresh()
	x.line("echo one two")
	x.expect("\none two")
	x.fresh()
	x.line("echo three")
	x.expect("\nthree")
	x.fresh()
	x.send("\x12one") // Ctrl-R
	x.expect("echo one two")
	x.line("")
	x.expect("\none two")
	x.fresh()
	x.send("echo aa bb cc\x1bb\x1bb\x17X\x1bfY\r") // back two words, kill one, forward one
	x.expect("\nXbb Ycc")
	x.line("quit")
	x.status()
}

// TestPromptPaste: each of the lines that come at once runs, in order.
func TestPromptPaste(t *testing.T) {
	x := startTerminal(t, nil, "-q")
	x.fresh()
	x.send("echo one\necho two\r\necho three\r")
	for _, want := range []string{"\none", "\ntwo", "\nthree"} {
		x.expect(want)
	}
	x.fresh()
	x.send("echo \x00 \xff caf\xc3\xa9\r") // no character, none, and one
	x.expect("café")
	x.expect("\n")
	x.fresh()
	pasted := make(chan error, 1)
	go func() { // the terminal takes it no faster than its output is read
		_, err := io.WriteString(x.tty, "echo "+strings.Repeat("x", 1<<20)+"\recho after\r")
		pasted <- err
	}()
	x.expect("error: the line has more than 4096 bytes")
	x.expect("\nafter")
	if err := <-pasted; err != nil {
		t.Error(err)
	}
	x.line("quit")
	if got := x.status(); got != 0 {
		t.Errorf("status %d", got)
	}
}

// TestPromptLeavesTerminal: whatever ends the prompt, the terminal is as before.
func TestPromptLeavesTerminal(t *testing.T) {
	fresh := freshModes(t)
	tests := []struct {
		name   string
		end    func(x *terminal)
		status int
	}{
		{"quit", func(x *terminal) { x.line("quit") }, 0},
		{"exit of a batch", func(x *terminal) { x.line("echo a; exit; echo b") }, 0},
		{"end of input", func(x *terminal) { x.send("\x04") }, 0},
		{"terminated", func(x *terminal) { x.signal(syscall.SIGTERM) }, 128 + 15},
		{"terminated in a line", func(x *terminal) { x.send("echo a"); x.expect("echo a"); x.signal(syscall.SIGTERM) }, 128 + 15},
		{"hung up", func(x *terminal) { x.signal(syscall.SIGHUP) }, 128 + 1},
	}
	for _, tt := range tests {
		for _, kind := range []string{"TERM=xterm", "TERM=dumb"} {
			t.Run(tt.name+" "+kind, func(t *testing.T) {
				x := startTerminal(t, []string{kind}, "-q")
				x.expect("virgo # ")
				tt.end(x)
				if got := x.status(); got != tt.status {
					t.Errorf("status %d, want %d", got, tt.status)
				}
				if got := x.modes(); !reflect.DeepEqual(got, fresh) {
					t.Errorf("modes %+v, before %+v", got, fresh)
				}
				if strings.Contains(x.screen.String(), "\na\r\n") && tt.status != 0 {
					t.Error("half a line was executed")
				}
			})
		}
	}
}

func (x *terminal) signal(s syscall.Signal) {
	x.t.Helper()
	if err := x.cmd.Process.Signal(s); err != nil {
		x.t.Fatal(err)
	}
}

// TestPromptOutlivesInterrupt: the signal from elsewhere is what the key is.
func TestPromptOutlivesInterrupt(t *testing.T) {
	x := startTerminal(t, nil, "-q")
	x.fresh()
	x.signal(syscall.SIGINT)
	x.line("echo here")
	x.expect("\nhere")
	x.line("quit")
	x.status()
}

// TestPromptTerminalGoes: when the terminal is closed, the program ends and runs
// nothing of a line that was not finished.
func TestPromptTerminalGoes(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	x := startTerminal(t, nil, "-q", "-l", log, "-d", "0")
	x.fresh()
	x.send("echo done\rpwd")
	x.expect("pwd")
	if err := x.tty.Close(); err != nil {
		t.Fatal(err)
	}
	if got := x.status(); got != 128+1 && got != 0 {
		t.Errorf("status %d", got)
	}
	b, err := os.ReadFile(log)
	if err != nil || !strings.Contains(string(b), `commands: "echo done"`) || strings.Contains(string(b), `"pwd"`) {
		t.Errorf("%s, %v", b, err)
	}
}

// TestPromptSizes: no width of a terminal hangs the editor, nor does a change.
func TestPromptSizes(t *testing.T) {
	for _, cols := range []uint16{0, 1, 2, 9, 10, 500} {
		x := startTerminal(t, nil, "-q")
		x.fresh()
		if err := pty.Setsize(x.tty, &pty.Winsize{Rows: 24, Cols: cols}); err != nil {
			t.Fatal(err)
		}
		x.send("echo 漢字 and a line that is longer than that\x01\x1b[C\x05 end")
		x.send("\r")
		x.expect("end\r\n")
		x.expect("漢字 and a line that is longer than that end")
		x.line("quit")
		if got := x.status(); got != 0 {
			t.Errorf("%d columns: status %d", cols, got)
		}
	}
}

func TestPromptDumb(t *testing.T) {
	cache := t.TempDir()
	for _, kind := range []string{"TERM=dumb", "TERM="} {
		x := startTerminal(t, []string{kind, "XDG_CACHE_HOME=" + cache}, "-q")
		x.expect("virgo # ")
		x.send("echo 'a\n")
		x.expect("> ")
		x.send("b'\n")
		x.expect("a\r\nb\r\n")
		x.expect("virgo # ")
		x.send("half\x03")
		x.expect("\r\nvirgo # ")
		x.send("echo c\n")
		x.expect("\nc\r\n")
		x.expect("virgo # ")
		x.send("\x04")
		if got := x.status(); got != 0 {
			t.Errorf("%s: status %d", kind, got)
		}
		if strings.Contains(x.screen.String(), "\x1b") {
			t.Errorf("%s: control codes in %q", kind, x.screen.String())
		}
	}
	checkHistory(t, cache, "echo 'a\nb'\necho c\necho 'a\nb'\necho c\n")
}

// TestPromptBadHistory: what cannot be kept is told once, and the prompt works.
func TestPromptBadHistory(t *testing.T) {
	cache := t.TempDir()
	if err := os.MkdirAll(filepath.Join(cache, "virgo", "history"), 0o700); err != nil {
		t.Fatal(err)
	}
	x := startTerminal(t, []string{"XDG_CACHE_HOME=" + cache}, "-q")
	x.expect("error: the history is not kept: " + filepath.Join(cache, "virgo", "history") + " is a directory\r\n")
	x.fresh()
	x.line("echo a")
	x.expect("\na")
	x.fresh()
	x.send("\x1b[A") // of this prompt it is known
	x.expect("echo a")
	x.line("")
	x.line("quit")
	x.status()
	if n := strings.Count(x.screen.String(), "history"); n != 2 { // in the path, too
		t.Errorf("told %d times: %q", n, x.screen.String())
	}
}

// TestInputClosed: without a standard input there is nothing to do.
func TestInputClosed(t *testing.T) {
	testhost.NeedTools(t, "sh")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", `exec "$0" <&-`, exe)
	cmd.Env = append(os.Environ(), runAsProgram+"=1")
	out, err := cmd.CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("%q, %v", out, err)
	}
}
