// Package remote is the driver for hosts whose daemon is reached by RPC. It
// finds the daemon's socket as libvirt's client does, opens a session, and
// passes every procedure on.
package remote

import (
	"context"
	"fmt"
	"net"
	"strings"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/rpc"
	"github.com/virgo-vm/virgo/lib/transport"
	"github.com/virgo-vm/virgo/lib/uri"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Open connects to the daemon that text names; an empty text means the local
// daemon, which then chooses the hypervisor, and says which when it is asked
// with CONNECT_GET_URI. The end of ctx ends the attempt, not the session.
//
// Opening takes two round trips, one for the authentication, one for
// CONNECT_OPEN, and no question is asked whose answer is not needed yet. With
// o.KeepAlive the daemon is asked after that, in the background, whether it
// takes part; if it does not, no pings are sent.
func Open(ctx context.Context, text string, o driver.Options) (driver.Conn, error) {
	e, err := locate(localSystem(), text, o.ReadOnly)
	if err != nil {
		return nil, err
	}
	if o.Warn != nil {
		for _, name := range e.unknown {
			o.Warn(fmt.Sprintf("the parameter '%s' of URI '%s' is not known here; it is passed on to the host", name, text))
		}
	}
	conn, err := e.dial(ctx)
	if err != nil {
		return nil, err
	}
	return open(ctx, conn, e, o)
}

// open starts a session on conn.
func open(ctx context.Context, conn net.Conn, e *endpoint, o driver.Options) (driver.Conn, error) {
	client := rpc.NewClient(conn, e.peer())
	c := driver.Trace(client, o.Trace)
	err := rpc.Authenticate(ctx, c, rpc.Login{Peer: e.peer(), Method: e.auth})
	if err == nil {
		args := &protocol.ConnectOpenArgs{Name: &e.name}
		if o.ReadOnly {
			args.Flags = uint32(virt.ConnectRO)
		}
		err = protocol.ConnectOpen.Call(ctx, c, args)
	}
	if err != nil {
		_ = c.Close(ctx) // of a session that never began; err says why
		return nil, err
	}
	if o.KeepAlive.Interval > 0 {
		go startKeepAlive(client, c, o.KeepAlive)
	}
	return c, nil
}

// startKeepAlive asks the daemon whether it answers pings, and then pings it.
func startKeepAlive(client *rpc.Client, c driver.Conn, k driver.KeepAlive) {
	args := &protocol.ConnectSupportsFeatureArgs{Feature: int32(protocol.FeatureProgramKeepalive)}
	r, err := protocol.ConnectSupportsFeature.Call(context.Background(), c, args)
	if err == nil && r.Supported != 0 {
		client.KeepAlive(k)
	}
}

// dial makes the byte stream to e, starting the session's daemon if need be.
func (e *endpoint) dial(ctx context.Context) (net.Conn, error) {
	switch {
	case e.host != "":
		return transport.DialTCP(ctx, e.host, e.port)
	case e.spawn != "":
		return dialOrSpawn(ctx, e.socket, e.spawn)
	}
	return transport.DialUnix(ctx, e.socket)
}

// peer names the daemon in errors.
func (e *endpoint) peer() string {
	if e.host != "" {
		return fmt.Sprintf("server at %s:%d", e.host, e.port)
	}
	return "server at socket '" + e.socket + "'"
}

// transportError is a URI whose transport is not one that this package has.
func transportError(u *uri.URI, name string) error {
	for _, known := range uri.Transports() {
		if name == known {
			return virt.Errorf(virt.FromRemote, virt.ErrNoConnect,
				"transport '%s' of URI '%s': this program connects by unix and tcp", name, u)
		}
	}
	return virt.Errorf(virt.FromRemote, virt.ErrInvalidArg,
		"remote_open: transport in URL not recognised (should be %s)", strings.Join(uri.Transports(), "|"))
}
