package cmd

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"

	"golang.org/x/term"
)

// foreground returns the function that lets another program have the terminal,
// its signals included.
func (e *executor) foreground(p *Process) func(*exec.Cmd) error {
	return func(c *exec.Cmd) error {
		c.Stdin, c.Stdout, c.Stderr = p.Stdin, p.Stdout, p.Stderr
		e.interrupts.elsewhere.Store(true)
		defer e.interrupts.elsewhere.Store(false)
		return c.Run()
	}
}

// keyAsker returns what asks the user questions that one key answers, or nil
// where input or output is no terminal.
func keyAsker(in io.Reader, out io.Writer) func(context.Context, string) (byte, error) {
	tty, ok := in.(*os.File)
	if !ok || !isTerminal(tty) || !isTerminal(out) {
		return nil
	}
	return func(ctx context.Context, question string) (byte, error) {
		key, err := readKey(ctx, tty, func() error {
			_, err := fmt.Fprint(out, strings.ReplaceAll(question, "\n", "\r\n"))
			return err
		})
		if err == nil {
			_, err = fmt.Fprintln(out)
		}
		return key, err
	}
}

// readKey reads one key without an echo, once ask has shown the question: whoever
// answers at once finds the terminal ready. The end of ctx, Ctrl-C and the end of
// input end the wait.
func readKey(ctx context.Context, tty *os.File, ask func() error) (byte, error) {
	const interrupt = 3 // Ctrl-C, which is no signal in raw mode
	fd := int(tty.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return 0, err
	}
	defer func() { _ = term.Restore(fd, before) }() // nothing else could be tried
	if err := ask(); err != nil {
		return 0, err
	}
	type reply struct {
		key byte
		err error
	}
	replies := make(chan reply, 1)
	go func() {
		var key [1]byte
		_, err := io.ReadFull(tty, key[:])
		replies <- reply{key[0], err}
	}()
	select {
	case <-ctx.Done():
		return 0, ctx.Err()
	case r := <-replies:
		if r.err == nil && r.key == interrupt {
			r.err = errInterrupted
		}
		return r.key, r.err
	}
}
