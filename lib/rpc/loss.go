package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// readFailure is why a session is over whose connection failed to read with err.
func readFailure(err error) *driver.LostError {
	if errors.Is(err, io.EOF) {
		e := virt.Errorf(virt.FromRPC, virt.ErrSystemError, "End of file while reading data: Input/output error")
		return &driver.LostError{Reason: virt.ConnectCloseReasonEOF, Err: e}
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		e := virt.Errorf(virt.FromRPC, virt.ErrSystemError, "End of file while reading data: %s", err)
		return &driver.LostError{Reason: virt.ConnectCloseReasonEOF, Err: e}
	}
	if e := new(virt.Error); errors.As(err, &e) { // not the protocol
		return &driver.LostError{Reason: virt.ConnectCloseReasonError, Err: e}
	}
	return ioFailure("Cannot recv data", err)
}

// writeFailure is why a session is over whose connection failed to write.
func writeFailure(err error) *driver.LostError { return ioFailure("Cannot write data", err) }

func ioFailure(what string, err error) *driver.LostError {
	text := err.Error()
	e := virt.Errorf(virt.FromRPC, virt.ErrSystemError, "%s", what)
	var errno syscall.Errno
	if errors.As(err, &errno) { // worded as the C library does
		e.Int1 = int32(errno)
		text = errno.Error()
		text = strings.ToUpper(text[:1]) + text[1:]
	}
	e.Message += ": " + text
	e.Str1 = e.Message
	return &driver.LostError{Reason: virt.ConnectCloseReasonError, Err: e}
}

// keepAliveFailure is why a session is over whose peer did not answer.
func keepAliveFailure() *driver.LostError {
	return &driver.LostError{Reason: virt.ConnectCloseReasonKeepalive,
		Err: virt.Errorf(virt.FromRPC, virt.ErrInternalError, "connection closed due to keepalive timeout")}
}

// cutShort is the error of something that was going on when the session ended
// for cause.
func (c *Client) cutShort(cause error, doing string) error {
	return withDetail(cause, fmt.Sprintf("the connection to the %s was lost during %s; whether that was carried out is unknown", c.peer, doing))
}

// tooLate is the error of a call of p that was not sent before the session ended
// for cause.
func (c *Client) tooLate(cause error, p *protocol.Proc) error {
	lost := new(driver.LostError)
	if !errors.As(cause, &lost) {
		return cause // closed by the client
	}
	return &driver.LostError{Reason: lost.Reason,
		Err: virt.Errorf(virt.FromRPC, virt.ErrInternalError, "client socket is closed: %s: %s was not sent to the %s", cause, p.Name, c.peer)}
}

// withDetail returns cause with detail put behind its message, its reason and
// its code kept.
func withDetail(cause error, detail string) error {
	reason := virt.ConnectCloseReasonClient
	if lost := new(driver.LostError); errors.As(cause, &lost) {
		reason = lost.Reason
	}
	e := virt.Errorf(virt.FromRPC, virt.ErrInternalError, "%s", cause)
	if inner := new(virt.Error); errors.As(cause, &inner) {
		*e = *inner
	}
	e.Message += ": " + detail
	return &driver.LostError{Reason: reason, Err: &detailedError{e, cause}}
}

// detailedError is cause in the words of err.
type detailedError struct {
	err   *virt.Error
	cause error
}

func (e *detailedError) Error() string   { return e.err.Error() }
func (e *detailedError) Unwrap() []error { return []error{e.err, e.cause} }

// gaveUpError is a wait that its context ended.
type gaveUpError struct {
	what string
	sent bool  // it was a call, which the peer may still answer
	ctx  error // what ctx.Err returned
	why  error // what context.Cause returned
}

func (e *gaveUpError) Error() string   { return e.what + ": " + e.why.Error() }
func (e *gaveUpError) Unwrap() []error { return []error{e.why, e.ctx} }

// gaveUp is the error of a call of p whose context has ended.
func (c *Client) gaveUp(ctx context.Context, p *protocol.Proc, sent bool) error {
	what := fmt.Sprintf("gave up waiting for %s from the %s", p.Name, c.peer)
	if !sent {
		what = fmt.Sprintf("%s was not sent to the %s", p.Name, c.peer)
	}
	return &gaveUpError{what: what, sent: sent, ctx: ctx.Err(), why: context.Cause(ctx)}
}
