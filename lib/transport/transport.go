// Package transport makes the byte streams that the protocol runs on: unix
// sockets, which can carry file descriptors too, and TCP.
//
// Its errors are virt.Errors worded as libvirt's, and name the socket or the
// address that was tried.
package transport

import (
	"context"
	"errors"
	"syscall"

	"github.com/virgo-vm/virgo/lib/virt"
)

// dialError is a failed attempt to connect: an error of the API's vocabulary
// that still answers errors.Is for what caused it, an errno or the end of a
// context.
type dialError struct {
	err   *virt.Error
	cause error
}

func (e *dialError) Error() string   { return e.err.Error() }
func (e *dialError) Unwrap() []error { return []error{e.err, e.cause} }

// systemError reports that what failed with err. Int1 is the errno, as libvirt
// has it; 0 if there is none.
func systemError(err error, what string) error {
	e := virt.Errorf(virt.FromRPC, virt.ErrSystemError, "%s: %s", what, errorText(err))
	var errno syscall.Errno
	if errors.As(err, &errno) {
		e.Int1 = int32(errno)
	}
	return &dialError{err: e, cause: err}
}

// errorText words err as the C library does, with a capital letter.
func errorText(err error) string {
	switch {
	case errors.Is(err, context.Canceled):
		return "Operation canceled"
	case errors.Is(err, context.DeadlineExceeded):
		return "Connection timed out"
	}
	return virt.SystemText(err)
}
