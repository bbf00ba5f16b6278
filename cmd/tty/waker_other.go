//go:build !unix

package tty

import "os"

// Resizes returns nothing on systems that do not tell of a new size.
func Resizes() (changed <-chan os.Signal, stop func()) { return nil, func() {} }

// A waker is nothing on systems without select: there a read of the terminal
// ends with the next key.
type waker struct{}

func (*waker) open() error         { return nil }
func (*waker) wait(*os.File) error { return nil }
func (*waker) stop() bool          { return false }
func (*waker) close()              {}
