//go:build linux

package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// TestConsole talks to a real guest on its console, with all the ways in and
// out.
func TestConsole(t *testing.T) {
	testhost.NeedQEMU(t)
	host := testhost.Start(t, testhost.Options{})
	host.DefineBootGuest(t, "guest")
	uri := host.URI("qemu")
	const greeting = "Connected to domain 'guest'\r\nEscape character is ^] (Ctrl + ])\r\n"

	x := startTerminal(t, nil, "-c", uri, "start", "guest", "--console")
	x.expect("Domain 'guest' started\r\n" + greeting)
	x.expect("BOOT-READY\r\n")
	x.goesRaw()
	x.send("to the guest\x03\x04") // it echoes; a terminal that is not raw would not let it have the rest
	x.expect("to the guest\x03\x04")
	x.send("\x1d")
	x.expect("\r\n")
	x.ends(0)

	// Of two, the second one must force its way.
	first := startTerminal(t, nil, "-c", uri, "-e", "^a", "console", "guest")
	first.expect("Escape character is ^a (Ctrl + a)\r\n")
	first.goesRaw()
	first.send("one")
	first.expect("one")
	second := startTerminal(t, nil, "-c", uri, "console", "guest", "serial0")
	second.expect(greeting + "error: operation failed: Active console session exists for this domain\r\n")
	second.ends(1)
	second = startTerminal(t, nil, "-q", "-c", uri, "console", "guest", "--force")
	first.expect("error: stream had I/O failure\r\n")
	first.ends(1)
	second.goesRaw()
	second.send("two")
	second.expect("two")
	second.send("\x1d")
	second.ends(0)

	// A console that does not exist: those that do are named.
	x = startTerminal(t, nil, "-c", uri, "console", "guest", "serial7")
	x.expect(greeting + "error: ")
	x.expect("serial7")
	x.expect("error: Domain 'guest' has the consoles: serial0\r\n")
	x.ends(1)

	// The guest is silent now, and so are we.
	x = startTerminal(t, nil, "-c", uri, "console", "guest", "--escape-style", "ssh")
	x.expect("Escape sequence is ~. at the start of a line (~? for help)\r\n")
	x.expect("(nothing comes from the guest: press Enter; ")
	x.send("~?")
	x.expect("~.  end the console\r\n")
	x.send("a~.\r")
	x.expect("a~.\r")
	x.send("~.")
	x.ends(0)

	// Without a terminal: what comes is the output, and nothing else.
	const said = "one\r\ntwo" // a serial line is a line of a terminal
	log := filepath.Join(t.TempDir(), "log")
	got := virgo("", nil, "-c", uri, "console", "guest", "--log", log, "--send", `one\r`, "--expect", "one\r", "--send", "two", "--expect", "t.o", "--timeout", "60")
	if got.status != 0 || got.stdout != said || got.stderr != "" {
		t.Errorf("script: %+v", got)
	}
	if b, err := os.ReadFile(log); err != nil || string(b) != said {
		t.Errorf("log: %q, %v", b, err)
	}

	// A signal ends the program as ever, but not with a raw terminal.
	x = startTerminal(t, nil, "-c", uri, "console", "guest")
	x.expect(greeting)
	x.goesRaw()
	x.send("up")
	x.expect("up")
	if err := x.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	x.ends(-1)
	if s := x.cmd.ProcessState.Sys().(syscall.WaitStatus); s.Signal() != syscall.SIGTERM {
		t.Errorf("ended by %v", s.Signal())
	}

	// The prompt goes on after a console, and takes what is typed then.
	x = startTerminal(t, nil, "-c", uri)
	x.expect("virgo # ")
	x.send("console guest\r")
	x.expect(greeting)
	x.goesRaw()
	x.send("down")
	x.expect("down")
	if out, err := exec.Command("virsh", "-c", uri, "destroy", "guest").CombinedOutput(); err != nil {
		t.Fatalf("destroy: %v\n%s", err, out)
	}
	x.expect("virgo # ")
	x.send("console guest\r")
	x.expect("error: The domain is not running\r\n")
	x.expect("virgo # ")

	// So it does after a host that is lost.
	x.send("start guest --console\r")
	x.expect("Domain 'guest' started\r\n" + greeting)
	x.expect("BOOT-READY\r\n") // not one byte is lost before the console is open
	x.goesRaw()
	if err := host.KillDaemon(); err != nil {
		t.Fatal(err)
	}
	x.expect("error: ")
	x.expect("virgo # ")
	x.send("quit\r")
	x.ends(0)
}

// ends waits for the end, and checks the exit status, -1 for a signal, and that
// the terminal is as it was.
func (x *terminal) ends(status int) {
	x.t.Helper()
	if got := x.status(); got != status {
		x.t.Errorf("status %d, want %d: %q", got, status, x.screen.String())
	}
	if strings.Contains(x.screen.String(), "goroutine") {
		x.t.Errorf("it crashed: %q", x.screen.String())
	}
	if x.isRaw() {
		x.t.Error("the terminal is left raw")
	}
}

// goesRaw waits until the terminal is raw, which is when the console is open.
func (x *terminal) goesRaw() {
	x.t.Helper()
	for start := time.Now(); !x.isRaw(); time.Sleep(time.Millisecond) {
		if time.Since(start) > patience {
			x.t.Fatalf("the terminal does not become raw: %q", x.screen.String())
		}
	}
}

func (x *terminal) isRaw() bool {
	x.t.Helper()
	termios, err := unix.IoctlGetTermios(int(x.tty.Fd()), unix.TCGETS)
	if err != nil {
		x.t.Fatal(err)
	}
	return termios.Lflag&(unix.ICANON|unix.ECHO) == 0
}
