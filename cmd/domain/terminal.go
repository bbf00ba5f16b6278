package domain

import (
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// A terminal is the user's terminal, as the input of a console.
type terminal struct {
	file *os.File
	wake waker
}

// openTerminal returns the terminal that in is, if it is one.
func openTerminal(in io.Reader) (*terminal, bool) {
	file, ok := in.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil, false
	}
	return &terminal{file: file}, true
}

// raw puts the terminal into raw mode, in which each byte comes at once and none
// is for the terminal itself, and returns a function that undoes that.
func (t *terminal) raw() (restore func(), err error) {
	if err := t.wake.open(); err != nil {
		return nil, err
	}
	fd := int(t.file.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		t.close()
		return nil, err
	}
	return sync.OnceFunc(func() {
		_ = term.Restore(fd, before) // a terminal that is gone needs no restoring
	}), nil
}

// read reads what is typed. After stop it returns io.EOF.
func (t *terminal) read(p []byte) (int, error) {
	if err := t.wake.wait(t.file); err != nil {
		return 0, err
	}
	return t.file.Read(p)
}

// stop ends a read that waits, and all further ones. It reports false where that
// takes the next key.
func (t *terminal) stop() bool { return t.wake.stop() }

// close releases what stop needs. The terminal itself stays open.
func (t *terminal) close() { t.wake.close() }
