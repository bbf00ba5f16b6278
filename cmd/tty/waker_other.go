//go:build !unix

package tty

import "os"

// A waker is nothing on systems without select: there a read of the terminal
// ends with the next key.
type waker struct{}

func (*waker) open() error         { return nil }
func (*waker) wait(*os.File) error { return nil }
func (*waker) stop() bool          { return false }
func (*waker) close()              {}
