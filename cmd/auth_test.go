//go:build unix

package cmd

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/virt"
)

// promptWriter keeps what is written, and signals it.
type promptWriter struct {
	bytes.Buffer
	asked chan struct{}
}

func (w *promptWriter) Write(b []byte) (int, error) {
	n, err := w.Buffer.Write(b)
	if strings.HasSuffix(string(b), ": ") {
		w.asked <- struct{}{}
	}
	return n, err
}

func openTerminal(t *testing.T) (user, tty *os.File) {
	t.Helper()
	user, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		user.Close()
		tty.Close()
	})
	return user, tty
}

func TestAuthenticatorNeedsATerminal(t *testing.T) {
	if authenticator(strings.NewReader("x"), io.Discard) != nil {
		t.Error("it would ask a reader")
	}
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if authenticator(r, io.Discard) != nil {
		t.Error("it would ask a pipe")
	}
}

func TestAuthenticatorAsks(t *testing.T) {
	user, tty := openTerminal(t)
	out := &promptWriter{asked: make(chan struct{}, 3)}
	ask := authenticator(tty, out)
	type reply struct {
		answers []string
		err     error
	}
	replies := make(chan reply)
	go func() {
		answers, err := ask(context.Background(), []driver.Credential{
			{Type: virt.CredAuthname, Prompt: "Your name"},
			{Type: virt.CredPassphrase, Prompt: "Your password:"},
			{Type: virt.CredRealm, Prompt: "Realm", Default: "home"},
		})
		replies <- reply{answers, err}
	}()
	plain, err := term.GetState(int(tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range []string{"fred\n", "secret\n", "\n"} {
		<-out.asked
		if i == 1 {
			waitForChange(tty, plain) // else the terminal itself shows it
		}
		if _, err := io.WriteString(user, line); err != nil {
			t.Fatal(err)
		}
	}
	r := <-replies
	if got := strings.Join(r.answers, "|"); r.err != nil || got != "fred|secret|home" {
		t.Errorf("answers %q, %v", got, r.err)
	}
	if want := "Your name: Your password: \nRealm: "; out.String() != want {
		t.Errorf("prompts %q, want %q", out.String(), want)
	}
	echo := make([]byte, 1000)
	n, err := user.Read(echo)
	if err != nil || !strings.Contains(string(echo[:n]), "fred") || strings.Contains(string(echo[:n]), "secret") {
		t.Errorf("the terminal shows %q, %v", echo[:n], err)
	}
}

// waitForChange waits until the terminal is no longer as it was.
func waitForChange(tty *os.File, was *term.State) {
	for {
		if now, err := term.GetState(int(tty.Fd())); err != nil || *now != *was {
			return
		}
		runtime.Gosched()
	}
}

// abandoned holds terminals that are never closed: a reader that was given up
// still has the number of one, and would take another file's input.
var abandoned []*os.File

// TestAuthenticatorCancelled: the terminal gets its echo back.
func TestAuthenticatorCancelled(t *testing.T) {
	user, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	abandoned = append(abandoned, user, tty)
	before, err := term.GetState(int(tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	out := &promptWriter{asked: make(chan struct{}, 1)}
	ctx, cancel := context.WithCancel(t.Context())
	failed := make(chan error)
	go func() {
		_, err := authenticator(tty, out)(ctx, []driver.Credential{{Type: virt.CredPassphrase, Prompt: "Password"}})
		failed <- err
	}()
	<-out.asked
	waitForChange(tty, before) // the echo is off
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	after, err := term.GetState(int(tty.Fd()))
	if err != nil || *after != *before {
		t.Errorf("the terminal is not as before: %v", err)
	}
}
