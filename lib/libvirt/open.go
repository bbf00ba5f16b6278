package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/remote"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/uri"
)

// opener returns the driver for a URI, and whether it runs in this process: this
// is the list of drivers. The made-up host is ours as libvirt's is its library's:
// spelled in lower case, without a transport and a host. All that no driver here
// takes goes to a daemon.
func opener(u *uri.URI) (open driver.Opener, inProcess bool) {
	if u.Scheme == "test" && u.Transport == "" && u.Host == "" {
		return test.Open, true
	}
	return remote.Open, false
}

// Open connects to the host that uri names: a URI, or an alias for one in the
// client's libvirt.conf. An empty uri is the default: of the environment
// variable LIBVIRT_DEFAULT_URI, of libvirt.conf, or else what the local daemon
// chooses; see uri.Resolve. The end of ctx ends the attempt, not the session.
//
// A URI that names no driver, or a host that cannot be reached, is an error;
// it is told to the error handler too.
func Open(ctx context.Context, uri string, opts ...Option) (*Conn, error) {
	o := makeOptions(opts)
	c, err := o.open(ctx, uri)
	if err != nil {
		var s errorState // of a connection that there never was
		s.setFunc(o.errorFunc)
		note(&s, err)
		return nil, err
	}
	c.errors.setFunc(o.errorFunc)
	return c, nil
}

func (o *options) open(ctx context.Context, name string) (*Conn, error) {
	name, err := uri.Resolve(name)
	if err != nil {
		return nil, err
	}
	open, inProcess, canonical := driver.Opener(remote.Open), false, ""
	if name != "" {
		u, err := uri.Parse(name)
		if err != nil {
			return nil, err
		}
		open, inProcess = opener(u)
		canonical = u.String()
	}
	d, err := open(ctx, name, o.Options)
	if err != nil {
		return nil, err
	}
	c := &Conn{driver: d, readOnly: o.ReadOnly, inProcess: inProcess, uri: canonical}
	if loop := process.eventLoop(); loop != nil {
		if c.loop, err = newLoopCalls(loop); err != nil {
			_ = d.Close(ctx) // what counts is why
			return nil, err
		}
	}
	return c, nil
}
