// Package test is made-up hosts, inside the process, on which everything can be
// tried without doing anything: that of test:///default, with a running domain, a
// network, a storage pool, a network interface and the devices of the machine, and
// those that files describe, test:///PATH. They have the objects and give the
// answers of libvirt's driver of that name.
package test

import (
	"context"
	"net/url"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Driver opens made-up hosts. Its sessions with test:///default share one host
// while at least one of them is open, as those of one libvirtd do; the next
// session after the last close finds a fresh host. A session with the host of a
// file has that for itself. The zero value is ready to
// use, and separate Drivers have separate hosts.
type Driver struct {
	mu   sync.Mutex
	host *host // that of test:///default, nil without sessions
	open int   // number of its sessions
}

// process is the Driver of Open. That all sessions of one process share their
// host is what the URI means; state of a package is the only place for it.
var process Driver

// Open opens a session with the host that all sessions of this process share. It
// is a driver.Opener.
func Open(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
	return process.Open(ctx, uri, o)
}

// Open opens a session with the host that uri names. It is a driver.Opener.
func (d *Driver) Open(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	path, err := pathOf(uri)
	if err != nil {
		return nil, err
	}
	s := &session{uri: uri}
	var release func()
	if path == "/default" {
		s.host, err = d.acquire()
		release = sync.OnceFunc(d.release)
	} else {
		s.host, err = fileHost(ctx, path, o.Auth)
	}
	if err != nil {
		return nil, err
	}
	var c driver.Conn = driver.NewSession(s.mux(), release)
	if o.ReadOnly {
		c = driver.ReadOnly(c)
	}
	return driver.Trace(c, o.Trace), nil
}

// pathOf returns the path in a URI, whatever its parameters.
func pathOf(uri string) (string, error) {
	u, err := url.Parse(uri)
	switch {
	case err != nil:
		return "", virt.Errorf(virt.FromTest, virt.ErrInvalidArg, "cannot parse the URI %s", uri)
	case u.Scheme != "test" || u.Host != "":
		return "", virt.Errorf(virt.FromTest, virt.ErrInvalidArg, "%s is not a made-up host: test:///default is", uri)
	}
	path := u.Path
	if u.Opaque != "" { // test:PATH, relative to the working directory
		path = u.Opaque
	}
	if path == "" || path == "/" {
		return "", virt.Errorf(virt.FromTest, virt.ErrInvalidArg, "testOpen: supply a path or use test:///default")
	}
	return path, nil
}

func (d *Driver) acquire() (*host, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.host == nil {
		h, err := newHost(model.Options{})
		if err != nil {
			return nil, err
		}
		d.host = h
	}
	d.open++
	return d.host, nil
}

func (d *Driver) release() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.open--; d.open == 0 {
		d.host = nil
	}
}

// Supports reports whether the driver has a procedure.
func Supports(p *protocol.Proc) bool {
	s := &session{host: &host{}}
	return s.mux().Supports(p)
}
