package cmd

import (
	"errors"
	"io"
	"syscall"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// An output is standard output. It keeps the first write error, after which it
// takes nothing more.
type output struct {
	w    io.Writer
	err  error
	told bool // the user has been told of err
	last byte // what was written last; 0 for nothing yet
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(b)
	o.err = err
	if n > 0 {
		o.last = b[n-1]
	}
	return n, err
}

// endLine ends the line that the cursor is in.
func (o *output) endLine() {
	if o.last != 0 && o.last != '\n' {
		_, _ = io.WriteString(o, "\n") // the error is kept
	}
}

// failure returns the error to show for output that could not be written. It is
// told once, and to nobody when it is that the reader of a pipe has gone.
func (o *output) failure() error {
	switch {
	case o.err == nil:
		return nil
	case o.told, errors.Is(o.err, syscall.EPIPE):
		return vsh.ErrQuiet
	}
	o.told = true
	return vsh.Failf("cannot write the output: %s", o.err)
}
