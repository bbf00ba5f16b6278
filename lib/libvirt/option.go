package libvirt

import (
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Option is a wish for a session, for Open and New.
type Option func(*options)

type options struct {
	driver.Options
	errorFunc func(*virt.Error)
}

// ReadOnly asks for a session in which all that changes anything is refused
// with virt.ErrOperationDenied.
func ReadOnly() Option { return func(o *options) { o.ReadOnly = true } }

// Auth sets who answers the host's questions for credentials. Without it such
// questions fail the opening.
func Auth(a driver.Authenticator) Option { return func(o *options) { o.Auth = a } }

// KeepAlive makes a remote session notice a dead peer: after count pings,
// interval apart, without any answer. It is worth its traffic on sessions that
// last, such as those that wait for events.
func KeepAlive(interval time.Duration, count int) Option {
	return func(o *options) { o.KeepAlive = driver.KeepAlive{Interval: interval, Count: count} }
}

// Trace lets t see all calls of the session, those of its opening included.
func Trace(t *driver.Tracer) Option { return func(o *options) { o.Options.Trace = t } }

// Warn sets who gets remarks that are no errors, such as on unknown parameters
// of a URI.
func Warn(f func(string)) Option { return func(o *options) { o.Options.Warn = f } }

// ErrorFunc sets the session's error handler from its opening on; see
// Conn.SetErrorFunc.
func ErrorFunc(f func(*virt.Error)) Option { return func(o *options) { o.errorFunc = f } }

func makeOptions(opts []Option) options {
	var o options
	for _, opt := range opts {
		opt(&o)
	}
	return o
}
