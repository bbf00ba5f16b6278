//go:build unix

package integration

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// The guest's boot sector says BOOT-READY and then echoes what is typed.
func TestConsole(t *testing.T) {
	t.Parallel()
	testhost.NeedQEMU(t)
	h := testhost.Start(t, testhost.Options{})
	h.DefineBootGuest(t, "guest")
	for _, c := range []testhost.Client{testhost.NewVirsh(t, h.URI("qemu")), testhost.NewVirgo(t, h.URI("qemu"))} {
		cmd := c.Command(t.Context(), t, "start", "guest", "--console")
		x := onTerminal(t, cmd)
		x.Wait("BOOT-READY")
		x.Type("abc")
		x.Wait("abc")
		x.Type("\x03def") // Ctrl-C is for the guest
		x.Wait("\x03def")
		x.Type("\x1d")
		shown := x.End()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", c.Program, err)
		}
		const want = "Domain 'guest' started\r\nConnected to domain 'guest'\r\nEscape character is ^] (Ctrl + ])\r\n"
		if !strings.Contains(shown, want) {
			t.Errorf("%s shows %q", c.Program, shown)
		}
		// A guest that ends ends its console.
		cmd = c.Command(t.Context(), t, "console", "guest")
		x = onTerminal(t, cmd)
		x.Wait("Escape character is ^] (Ctrl + ])\r\n")
		x.Type("ghi")
		x.Wait("ghi")
		c.Output(t, "destroy", "guest")
		x.End()
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", c.Program, err)
		}
	}
}

// onTerminal starts a program on a terminal of its own.
func onTerminal(t testing.TB, cmd *exec.Cmd) *testhost.Terminal {
	t.Helper()
	tty, err := pty.Start(cmd)
	if err != nil {
		t.Fatal(err)
	}
	return testhost.NewTerminal(t, tty)
}
