package virt

import (
	"errors"
	"strings"
	"syscall"
)

// SystemText returns what the system said of a failed operation, as C's strerror
// words it: without the operation and the file that Go adds, and with a capital
// letter. An error that is not the system's is returned as it is.
func SystemText(err error) string {
	var errno syscall.Errno
	if !errors.As(err, &errno) {
		return err.Error()
	}
	text := errno.Error()
	return strings.ToUpper(text[:1]) + text[1:]
}

// SystemErrorf returns the error of an operation that the system refused with err
// (VIR_ERR_SYSTEM_ERROR): what failed, and what the system says. Int1 is the
// errno, as libvirt has it; 0 if there is none, which is when err is nil: then the
// system said nothing, and libvirt's text ends in Success.
func SystemErrorf(domain ErrorDomain, err error, format string, args ...any) *Error {
	text := "Success"
	if err != nil {
		text = SystemText(err)
	}
	e := Errorf(domain, ErrSystemError, format+": %s", append(args, text)...)
	var errno syscall.Errno
	if errors.As(err, &errno) {
		e.Int1 = int32(errno)
	}
	return e
}
