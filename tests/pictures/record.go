package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"github.com/creack/pty"
)

// A take is one run of the program.
type take struct {
	args  []string
	typed []typed // at the prompt
}

// typed is keys, and what the terminal shows, in this order, when they have had
// their effect; nothing: the end of the program.
type typed struct {
	keys  string
	until []string
}

const (
	columns = 84
	// patience is how long one run may take before something must be wrong.
	patience = time.Minute
)

// record returns the terminal on which all takes were run one after the other.
func record(program, home string, takes []take) (*screen, error) {
	env, err := environment(home)
	if err != nil {
		return nil, err
	}
	s := &screen{}
	for _, t := range takes {
		s.write([]byte("$ " + strings.Join(append([]string{"virgo"}, t.args...), " ") + "\r\n"))
		if err := t.run(s, program, env); err != nil {
			return nil, fmt.Errorf("virgo %q: %w", t.args, err)
		}
	}
	return s, nil
}

// run runs the program on a terminal of its own, and shows on s what that shows.
func (t take) run(s *screen, program string, env []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, t.args...)
	cmd.Env = env
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 40, Cols: columns})
	if err != nil {
		return err
	}
	err = t.play(s, tty)
	if err != nil {
		cancel()
	}
	waitErr := cmd.Wait()
	var exit *exec.ExitError
	if errors.As(waitErr, &exit) && exit.Exited() {
		waitErr = nil // pictures may show errors
	}
	return errors.Join(err, waitErr, tty.Close())
}

// play types, and reads until the program ends.
func (t take) play(s *screen, tty *os.File) error {
	for _, k := range t.typed {
		if _, err := io.WriteString(tty, k.keys); err != nil {
			return err
		}
		if err := show(s, tty, k.until); err != nil {
			return err
		}
	}
	if len(t.typed) > 0 {
		return nil
	}
	return show(s, tty, nil)
}

// show passes on what the terminal shows, up to the last of some texts, or to
// the end of the program.
func show(s *screen, tty io.Reader, until []string) error {
	toTheEnd := len(until) == 0
	var shown []byte
	buf := make([]byte, 4096)
	for toTheEnd || len(until) > 0 {
		n, err := tty.Read(buf)
		s.write(buf[:n])
		shown = append(shown, buf[:n]...)
		for len(until) > 0 {
			at := bytes.Index(shown, []byte(until[0]))
			if at < 0 {
				break
			}
			shown, until = shown[at+len(until[0]):], until[1:]
		}
		switch {
		case err == nil:
		case !errors.Is(err, io.EOF) && !errors.Is(err, syscall.EIO): // how a terminal tells the end
			return err
		case len(until) > 0:
			return fmt.Errorf("the program ended without showing %q", until)
		default:
			return nil
		}
	}
	return nil
}
