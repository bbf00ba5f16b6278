package testhost

import (
	"io"
	"strings"
	"testing"
	"time"
)

// A Terminal is the outer end of a terminal that a program runs on.
type Terminal struct {
	t     testing.TB
	tty   io.ReadWriteCloser
	shown strings.Builder
	more  chan []byte // what the program writes; closed at its end
}

// NewTerminal watches a terminal, such as pty.Start returns, and closes it with
// the test.
func NewTerminal(t testing.TB, tty io.ReadWriteCloser) *Terminal {
	t.Helper()
	x := &Terminal{t: t, tty: tty, more: make(chan []byte)}
	go func() {
		defer close(x.more)
		for {
			buf := make([]byte, 4096)
			n, err := tty.Read(buf)
			if n > 0 {
				x.more <- buf[:n]
			}
			if err != nil { // also how the end of the program shows
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = tty.Close() // only an end that nobody looks at any more
		for range x.more {
			continue
		}
	})
	return x
}

// Wait reads until the terminal has shown text since the start.
func (x *Terminal) Wait(text string) {
	x.t.Helper()
	late := time.After(clientTimeout)
	for !strings.Contains(x.shown.String(), text) {
		select {
		case data, ok := <-x.more:
			if !ok {
				x.t.Fatalf("the program has ended and shown %q, without %q", x.shown.String(), text)
			}
			x.shown.Write(data)
		case <-late:
			x.t.Fatalf("the terminal shows %q, without %q", x.shown.String(), text)
		}
	}
}

// End reads until the program has ended and returns all that the terminal has
// shown.
func (x *Terminal) End() string {
	x.t.Helper()
	late := time.After(clientTimeout)
	for {
		select {
		case data, ok := <-x.more:
			if !ok {
				return x.shown.String()
			}
			x.shown.Write(data)
		case <-late:
			x.t.Fatalf("the program has not ended, and shown %q", x.shown.String())
		}
	}
}

// Type types text.
func (x *Terminal) Type(text string) {
	x.t.Helper()
	if _, err := io.WriteString(x.tty, text); err != nil {
		x.t.Fatal(err)
	}
}
