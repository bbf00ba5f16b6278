// Package tty lets a command have the user's terminal: raw, and given back as it was.
package tty

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// A Terminal is the user's terminal as an input of single keys.
type Terminal struct {
	file *os.File
	wake waker
}

// Open returns the terminal that in is; ok is false where it is none. It changes
// nothing, so there is nothing to close before Raw.
func Open(in io.Reader) (t *Terminal, ok bool) {
	file, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, false
	}
	return &Terminal{file: file}, true
}

// Raw puts the terminal into raw mode, in which each byte comes at once and none
// is for the terminal itself, and returns a function that undoes that and may be
// called more than once. The errors are the system's.
func (t *Terminal) Raw() (restore func(), err error) {
	if err := t.wake.open(); err != nil {
		return nil, err
	}
	fd := int(t.file.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		t.Close()
		return nil, err
	}
	return sync.OnceFunc(func() {
		_ = term.Restore(fd, before) // a terminal that is gone needs no restoring
	}), nil
}

// Read reads what is typed, between Raw and Close. After Stop it returns io.EOF.
func (t *Terminal) Read(p []byte) (int, error) {
	if err := t.wake.wait(t.file); err != nil {
		return 0, err
	}
	return t.file.Read(p)
}

// Stop ends a Read that waits, and all further ones. It reports false where that
// takes the next key, which then nobody else gets. It is called once after Raw.
func (t *Terminal) Stop() bool { return t.wake.stop() }

// Close releases what Stop needs, once no Read waits any more. The terminal itself
// stays open.
func (t *Terminal) Close() { t.wake.close() }
