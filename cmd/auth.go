package cmd

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/virt"
)

// authenticator returns what asks the user for credentials, or nil when input
// does not come from a terminal: then there is nobody to ask.
func authenticator(in io.Reader, out io.Writer) driver.Authenticator {
	tty, ok := in.(*os.File)
	if !ok || !isTerminal(tty) {
		return nil
	}
	return func(ctx context.Context, asked []driver.Credential) ([]string, error) {
		answers := make([]string, len(asked))
		for i, c := range asked {
			answer, err := ask(ctx, tty, out, c)
			if err != nil {
				return nil, err
			}
			answers[i] = answer
		}
		return answers, nil
	}
}

// ask asks one question. Secrets are read without an echo. The end of ctx ends
// the wait and gives the terminal its echo back.
func ask(ctx context.Context, tty *os.File, out io.Writer, c driver.Credential) (string, error) {
	prompt := strings.TrimRight(c.Prompt, ": ")
	if _, err := fmt.Fprint(out, prompt+": "); err != nil {
		return "", err
	}
	fd := int(tty.Fd())
	state, err := term.GetState(fd)
	if err != nil {
		return "", err
	}
	type reply struct {
		text string
		err  error
	}
	replies := make(chan reply, 1)
	go func() {
		text, err := readAnswer(tty, fd, hidden(c.Type))
		replies <- reply{text, err}
	}()
	select {
	case <-ctx.Done():
		_ = term.Restore(fd, state) // nothing else could be tried
		return "", ctx.Err()
	case r := <-replies:
		if hidden(c.Type) {
			_, _ = fmt.Fprintln(out) // the user's newline had no echo
		}
		if r.text == "" && r.err == nil {
			r.text = c.Default
		}
		return r.text, r.err
	}
}

func hidden(t virt.ConnectCredentialType) bool {
	return t == virt.CredPassphrase || t == virt.CredNoechoprompt
}

// readAnswer reads one line from tty, whose descriptor is fd: whoever waits for
// the answer may give up, and close the file. The end of input is an empty answer.
func readAnswer(tty *os.File, fd int, hide bool) (string, error) {
	if hide {
		b, err := term.ReadPassword(fd)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		return string(b), err
	}
	line, err := bufio.NewReader(tty).ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return strings.TrimRight(line, "\r\n"), err
}
