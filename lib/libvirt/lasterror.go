package libvirt

import (
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/virgo-vm/virgo/lib/virt"
)

// process is the state that libvirt's API has per process and not per
// connection: the last error, its handler, and the application's loop. It is the
// package's only variable.
var process processState

type processState struct {
	errorState

	loopMu sync.Mutex
	loop   EventLoop
}

func (s *processState) setLoop(l EventLoop) {
	s.loopMu.Lock()
	defer s.loopMu.Unlock()
	s.loop = l
}

func (s *processState) eventLoop() EventLoop {
	s.loopMu.Lock()
	defer s.loopMu.Unlock()
	return s.loop
}

// errorState is the last error of a connection or of the process, and who is
// told of errors.
type errorState struct {
	mu   sync.Mutex
	last *virt.Error
	f    func(*virt.Error)
}

func (s *errorState) set(e *virt.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = e
}

func (s *errorState) get() *virt.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return copyError(s.last)
}

func (s *errorState) setFunc(f func(*virt.Error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.f = f
}

func (s *errorState) handler() func(*virt.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.f
}

// copyError returns a copy of e that shares nothing with it.
func copyError(e *virt.Error) *virt.Error {
	if e == nil {
		return nil
	}
	c := *e
	if e.Dom != nil {
		dom := *e.Dom
		c.Dom = &dom
	}
	if e.Net != nil {
		net := *e.Net
		c.Net = &net
	}
	return &c
}

// failed remembers err as the last error of the connection and of the process,
// tells the handler, and returns it. Errors of other kinds than *virt.Error,
// such as the end of a context, are only returned.
func (c *Conn) failed(err error) error {
	note(&c.errors, err)
	return err
}

// note is failed for an error of the connection that s belongs to.
func note(s *errorState, err error) {
	var e *virt.Error
	if err == nil || !errors.As(err, &e) {
		return
	}
	s.set(e)
	process.set(e)
	f := s.handler()
	if f == nil {
		f = process.handler()
	}
	if f == nil {
		f = DefaultErrorFunc
	}
	f(copyError(e))
}

// LastError returns a copy of the last error of this session; nil if there was
// none since it began or since ResetLastError.
func (c *Conn) LastError() *virt.Error { return c.errors.get() }

// ResetLastError forgets the last error of this session.
func (c *Conn) ResetLastError() { c.errors.set(nil) }

// SetErrorFunc sets who is told of each error of this session, before the
// method that failed returns. It is called from several goroutines at once and
// must not call methods of the session. With nil the library's handler is told.
func (c *Conn) SetErrorFunc(f func(*virt.Error)) { c.errors.setFunc(f) }

// LastError returns a copy of the last error in this process, on whichever
// connection; nil if there was none.
func LastError() *virt.Error { return process.get() }

// ResetLastError forgets the process's last error.
func ResetLastError() { process.set(nil) }

// SetErrorFunc sets who is told of errors on connections without a handler of
// their own. Nil restores DefaultErrorFunc.
func SetErrorFunc(f func(*virt.Error)) { process.setFunc(f) }

// DefaultErrorFunc writes an error to the standard error output in one line.
func DefaultErrorFunc(e *virt.Error) {
	fmt.Fprintf(os.Stderr, "libvirt: %s %s: %s\n", e.Domain, e.Level, e.Error())
}
