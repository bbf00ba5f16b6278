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
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.w.Write(b)
	o.err = err
	return n, err
}

// failure returns the error to show for output that could not be written. Nobody
// is left to tell when the reader of a pipe has gone.
func (o *output) failure() error {
	switch {
	case o.err == nil:
		return nil
	case errors.Is(o.err, syscall.EPIPE):
		return vsh.ErrQuiet
	}
	return vsh.Failf("cannot write the output: %s", o.err)
}
