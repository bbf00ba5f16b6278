//go:build unix

package tty

import (
	"errors"
	"io"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// Resizes returns a channel that has a value after the terminal changed its size,
// and a function that ends that.
func Resizes() (changed <-chan os.Signal, stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGWINCH)
	return signals, func() { signal.Stop(signals) }
}

// A waker lets a goroutine wait for input until another one stops it. Reading
// itself cannot be stopped, and a reader that is left behind would take from
// whoever reads next.
type waker struct{ r, w *os.File }

func (k *waker) open() (err error) {
	k.r, k.w, err = os.Pipe()
	return err
}

// wait waits until f can be read. After stop it returns io.EOF.
func (k *waker) wait(f *os.File) error {
	in, stop := int(f.Fd()), int(k.r.Fd())
	for {
		var ready unix.FdSet
		ready.Set(in)
		ready.Set(stop)
		// Select and not Poll, which does not know terminals on macOS.
		_, err := unix.Select(max(in, stop)+1, &ready, nil, nil, nil)
		switch {
		case errors.Is(err, unix.EINTR):
		case err != nil:
			return os.NewSyscallError("select", err)
		case ready.IsSet(stop):
			return io.EOF
		default:
			return nil
		}
	}
}

func (k *waker) stop() bool {
	_ = k.w.Close() // which is what wait sees
	return true
}

func (k *waker) close() { _ = k.r.Close() }
