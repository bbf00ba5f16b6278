package libvirt

import (
	"context"
	"errors"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Conn is a session with one host. It is safe for concurrent use.
type Conn struct {
	driver    driver.Conn
	readOnly  bool
	inProcess bool
	errors    errorState
	features  features
	events    eventHub
	loop      *loopCalls // nil without an application's loop

	mu  sync.Mutex
	uri string // empty until it is known
}

// New returns the library's view of a session that a driver opened. Of opts
// those count that do not concern the opening.
func New(d driver.Conn, opts ...Option) *Conn {
	o := makeOptions(opts)
	c := &Conn{driver: d, readOnly: o.ReadOnly}
	c.errors.setFunc(o.errorFunc)
	return c
}

// Invoke calls a procedure, as driver.Conn has it, and remembers its error for
// LastError. With it a descriptor of package protocol reaches what this package
// has no method for:
//
//	reply, err := protocol.DomainGetHostname.Call(ctx, conn, &protocol.DomainGetHostnameArgs{Dom: …})
func (c *Conn) Invoke(ctx context.Context, r *protocol.Request) error {
	return c.failed(c.driver.Invoke(ctx, r))
}

func (c *Conn) stream(ctx context.Context, r *protocol.Request) (Stream, error) {
	st, err := c.driver.Stream(ctx, r)
	return st, c.failed(err)
}

// Close ends the session; domains go on running. Further calls of Close return
// nil, all other methods fail.
func (c *Conn) Close(ctx context.Context) error {
	if c.loop != nil {
		c.loop.close()
	}
	return c.failed(c.driver.Close(ctx))
}

// Done is closed when the session is over, by Close or by itself.
func (c *Conn) Done() <-chan struct{} { return c.driver.Done() }

// Err tells why the session is over; nil while it lives. After an end that was
// not asked for it is a *driver.LostError.
func (c *Conn) Err() error { return c.driver.Err() }

// IsAlive reports whether the session still stands, as far as is known without
// asking (virConnectIsAlive).
func (c *Conn) IsAlive() bool { return c.Err() == nil }

// InProcess reports whether Open found the host in this process. Such a session
// cannot get lost, and needs no signs of life.
func (c *Conn) InProcess() bool { return c.inProcess }

// ReadOnly reports whether the session was opened read-only.
func (c *Conn) ReadOnly() bool { return c.readOnly }

// URI returns the canonical URI of the host: reopening it reaches the same
// host. The host is asked for it only when none was given to Open, and once.
func (c *Conn) URI(ctx context.Context) (string, error) {
	c.mu.Lock()
	uri := c.uri
	c.mu.Unlock()
	if uri != "" {
		return uri, nil
	}
	r, err := protocol.ConnectGetURI.Call(ctx, c)
	if err != nil {
		return "", err
	}
	c.mu.Lock()
	c.uri = r.URI
	c.mu.Unlock()
	return r.URI, nil
}

// features remembers which features the host has.
type features struct {
	mu    sync.Mutex
	known map[protocol.Feature]bool
}

// supports asks whether the host has a feature, once per session.
func (c *Conn) supports(ctx context.Context, f protocol.Feature) (bool, error) {
	c.features.mu.Lock()
	v, ok := c.features.known[f]
	c.features.mu.Unlock()
	if ok {
		return v, nil
	}
	r, err := protocol.ConnectSupportsFeature.Call(ctx, quiet{c}, &protocol.ConnectSupportsFeatureArgs{Feature: int32(f)})
	if err != nil && !isNoSupport(err) {
		return false, c.failed(err)
	}
	v = err == nil && r.Supported != 0
	c.features.mu.Lock()
	defer c.features.mu.Unlock()
	if c.features.known == nil {
		c.features.known = make(map[protocol.Feature]bool)
	}
	c.features.known[f] = v
	return v, nil
}

// quiet calls procedures whose failure is expected, and not for LastError.
type quiet struct{ c *Conn }

func (q quiet) Invoke(ctx context.Context, r *protocol.Request) error {
	return q.c.driver.Invoke(ctx, r)
}

func isNoSupport(err error) bool { return errors.Is(err, virt.ErrNoSupport) }
