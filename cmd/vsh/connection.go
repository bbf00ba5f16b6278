package vsh

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// ConnectError is the failure to reach a host.
type ConnectError struct {
	URI string // empty: the library's default
	Err error  // what is shown
}

func connectError(uri string, err error) error { return &ConnectError{uri, err} }

// Error returns the lines that are shown.
func (e *ConnectError) Error() string { return e.Err.Error() }

// Unwrap returns e.Err.
func (e *ConnectError) Unwrap() error { return e.Err }

// A link is the session's connection.
type link struct {
	conn *libvirt.Conn
	lost bool // the last connection ended by itself, which has been told
}

// Conn returns the connection, which is opened first if there is none. The
// connection is the session's: commands do not close it.
func (s *Session) Conn(ctx context.Context) (*libvirt.Conn, error) {
	s.CheckConn(ctx)
	if s.link.conn != nil {
		return s.link.conn, nil
	}
	lost := s.link.lost
	s.link.lost = false
	conn, err := s.open(ctx, s.URI, s.ReadOnly, s.Interactive || s.Long)
	switch {
	case err != nil && lost:
		return nil, connectError(s.URI, Wrapf(err, "Failed to reconnect to the hypervisor"))
	case err != nil:
		return nil, connectError(s.URI, Wrapf(err, "failed to connect to the hypervisor"))
	case lost:
		s.Errorf("Reconnected to the hypervisor")
	}
	s.link.conn = conn
	return conn, nil
}

// The time between attempts to reach a host again doubles from the first to the
// last.
const (
	firstRetry = 500 * time.Millisecond
	lastRetry  = 30 * time.Second
)

// reopen replaces a connection that ended by itself. It tries until that works or
// ctx ends.
func (s *Session) reopen(ctx context.Context) {
	s.CheckConn(ctx)
	for wait := firstRetry; ; wait = min(2*wait, lastRetry) {
		if _, err := s.Conn(ctx); err == nil {
			return
		}
		s.link.lost = true // so that the next attempt tells that it worked
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return
		}
	}
}

// Connect replaces the connection by one to uri, or, when uri is empty, to the
// library's default. It is also where later connections go. After a failure
// there is no connection.
func (s *Session) Connect(ctx context.Context, uri string, readOnly bool) error {
	if err := s.Close(ctx); err != nil {
		s.Report(Wrapf(err, "Failed to disconnect from the hypervisor"))
	}
	conn, err := s.open(ctx, uri, readOnly, s.Interactive)
	if err != nil {
		return connectError(uri, Wrapf(err, "failed to connect to the hypervisor"))
	}
	s.link.conn, s.URI, s.ReadOnly = conn, uri, readOnly
	return nil
}

// Host returns words for the host that the next connection goes to.
func (s *Session) Host() string { return nameOf(s.URI) }

// OpenOther opens a connection for long work to another host than the session's.
// The caller closes it.
func (s *Session) OpenOther(ctx context.Context, uri string) (*libvirt.Conn, error) {
	conn, err := s.open(ctx, uri, false, true)
	if err != nil {
		return nil, connectError(uri, err)
	}
	return conn, nil
}

// Connected returns the connection if there is one, else nil.
func (s *Session) Connected() *libvirt.Conn { return s.link.conn }

// CheckConn tells the user when the connection has ended by itself. The next
// command that needs one opens another.
func (s *Session) CheckConn(ctx context.Context) {
	conn := s.link.conn
	if conn == nil || conn.Err() == nil {
		return
	}
	host, err := conn.URI(ctx) // known already, or an error: nobody can be asked any more
	if err != nil {
		host = s.Host()
	}
	s.link = link{lost: true}
	s.Errorf("Disconnected from %s due to %s", host, lossReason(conn.Err()))
}

// Close ends the connection, if there is one.
func (s *Session) Close(ctx context.Context) error {
	conn := s.link.conn
	s.link = link{}
	if conn == nil {
		return nil
	}
	return conn.Close(ctx)
}

// open opens a connection. long tells that it will be used for so long that signs
// of life are wanted; asking for them costs a round trip.
func (s *Session) open(ctx context.Context, uri string, readOnly, long bool) (*libvirt.Conn, error) {
	opts := []libvirt.Option{
		libvirt.Warn(func(text string) { s.Log.Printf(LevelWarning, "%s", text) }),
		libvirt.ErrorFunc(func(*virt.Error) {}), // commands return them
	}
	if readOnly {
		opts = append(opts, libvirt.ReadOnly())
	}
	if s.Ask != nil {
		opts = append(opts, libvirt.Auth(s.Ask))
	}
	if s.Tracer != nil {
		opts = append(opts, libvirt.Trace(s.Tracer))
	}
	if k := s.KeepAlive; k.Interval > 0 && (long || k.Explicit) {
		opts = append(opts, libvirt.KeepAlive(time.Duration(k.Interval)*time.Second, k.Count))
	}
	open := s.Open
	if open == nil {
		open = libvirt.Open
	}
	limited := ctx
	if s.Timeout > 0 {
		var cancel context.CancelFunc
		limited, cancel = context.WithTimeout(ctx, s.Timeout)
		defer cancel()
	}
	conn, err := open(limited, uri, opts...)
	if err != nil && errors.Is(limited.Err(), context.DeadlineExceeded) && ctx.Err() == nil {
		return nil, fmt.Errorf("no answer from %s within %v (see --timeout)", nameOf(uri), s.Timeout)
	}
	if err != nil {
		return nil, err
	}
	if s.KeepAlive.Interval > 0 && conn.InProcess() {
		return conn, s.noKeepAlive(ctx, conn)
	}
	return conn, nil
}

// noKeepAlive tells that there is nothing on a host in this process that could
// give signs of life. It ends the connection where they were asked for.
func (s *Session) noKeepAlive(ctx context.Context, conn *libvirt.Conn) error {
	if !s.KeepAlive.Explicit {
		s.Debugf(LevelInfo, "Failed to setup keepalive on connection")
		return nil
	}
	s.Errorf("Cannot setup keepalive on connection as requested, disconnecting")
	_ = conn.Close(ctx) // nothing was done with it
	return virt.Errorf(virt.FromNone, virt.ErrNoSupport, "virConnectSetKeepAlive")
}

func nameOf(uri string) string {
	if uri == "" {
		return "the local daemon"
	}
	return "'" + uri + "'"
}

// lossReason returns virsh's words for why a connection ended.
func lossReason(err error) string {
	var l *driver.LostError
	if errors.As(err, &l) {
		switch l.Reason {
		case virt.ConnectCloseReasonEOF:
			return "end of file"
		case virt.ConnectCloseReasonKeepalive:
			return "keepalive timeout"
		case virt.ConnectCloseReasonClient:
			return "client request"
		}
	}
	return "I/O error"
}
