package testhost

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// A Line is one direction of the line that a Proxy puts between a client and
// a server. The zero value is a perfect line.
type Line struct {
	Delay      time.Duration // each byte arrives so much later; it does not limit the rate
	Rate       int64         // bytes per second; 0 is no limit
	CutAfter   int64         // after so many bytes both sides see the connection end; 0 is never
	StallAfter int64         // after so many bytes nothing more arrives and the connection stays open; 0 is never
}

// ProxyOptions say where a proxy leads and how good the line is. Byte counts
// of a Line hold for each connection.
type ProxyOptions struct {
	Network string // network of the server: unix or tcp
	Address string // address of the server

	// ListenTCP makes the proxy listen on a free port of 127.0.0.1. Otherwise
	// it listens on a unix socket. File descriptors do not pass through.
	ListenTCP bool

	ToServer, ToClient Line

	// Record, if set, is written each whole RPC message, when it leaves the
	// proxy, as a line: "C" from the client or "S" from the server, a blank,
	// and the message with its length word in hexadecimal.
	Record io.Writer
}

// ProxyStats count what went through a proxy on all its connections.
type ProxyStats struct {
	Connections int
	ToServer    int64 // bytes
	ToClient    int64 // bytes

	// RoundTrips is how often a client waited for the line: how many times
	// bytes of the server followed bytes of the client on a connection that
	// the client had not closed. With a delay longer than the server takes to
	// answer, requests that are sent together count once.
	RoundTrips int
}

// A Proxy is a line between clients and a server that can be slow, thin or
// broken, and that counts and records. It is safe for concurrent use.
type Proxy struct {
	o        ProxyOptions
	dir      string // directory of the unix socket, or empty
	listener net.Listener
	record   *recorder

	ctx    context.Context // ends with the proxy
	cancel context.CancelFunc
	wg     sync.WaitGroup // everything that the proxy has started

	mu    sync.Mutex
	stats ProxyStats
}

// StartProxy starts a proxy that ends with the test.
func StartProxy(t testing.TB, o ProxyOptions) *Proxy {
	t.Helper()
	p, err := NewProxy(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// NewProxy starts a proxy for a caller that is no test. The caller must Close it.
func NewProxy(o ProxyOptions) (*Proxy, error) {
	p := &Proxy{o: o}
	if o.Record != nil {
		p.record = &recorder{w: o.Record}
	}
	var err error
	if o.ListenTCP {
		p.listener, err = net.Listen("tcp", "127.0.0.1:0")
	} else {
		p.dir, err = os.MkdirTemp("", "vp")
		if err == nil {
			p.listener, err = net.Listen("unix", filepath.Join(p.dir, "sock"))
		}
	}
	if err != nil {
		return nil, fmt.Errorf("proxy: %w", err)
	}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	p.wg.Go(p.accept)
	return p, nil
}

// Addr is where the proxy listens: the path of a unix socket, or host:port.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// URI is the URI of one of the server's drivers (qemu, lxc or test) through
// the proxy.
func (p *Proxy) URI(driver string) string {
	path := "/system"
	if driver == "test" {
		path = "/default"
	}
	if p.o.ListenTCP {
		return driver + "+tcp://" + p.Addr() + path
	}
	return driver + "+unix://" + path + "?socket=" + p.Addr()
}

// Stats is what has gone through so far.
func (p *Proxy) Stats() ProxyStats {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stats
}

// ResetStats sets the counters to zero.
func (p *Proxy) ResetStats() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stats = ProxyStats{}
}

// Close ends the proxy and all connections through it, and returns when
// nothing of it is left.
func (p *Proxy) Close() error {
	p.cancel()
	err := p.listener.Close()
	p.wg.Wait()
	if p.dir != "" {
		err = errors.Join(err, os.RemoveAll(p.dir))
	}
	return err
}

// accept takes connections until the listener is closed.
func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.wg.Go(func() { p.serve(client) })
	}
}

// serve runs one connection to its end.
func (p *Proxy) serve(client net.Conn) {
	defer client.Close()
	server, err := net.Dial(p.o.Network, p.o.Address)
	if err != nil {
		return // the client sees its connection end, as with a dead server
	}
	defer server.Close()
	p.mu.Lock()
	p.stats.Connections++
	p.mu.Unlock()

	ctx, cut := context.WithCancel(p.ctx)
	defer cut()
	stop := context.AfterFunc(ctx, func() { // ends reads and writes that hang
		client.Close()
		server.Close()
	})
	defer stop()

	c := &connection{proxy: p}
	toServer := &direction{line: p.o.ToServer, from: client, to: server, cut: cut, record: p.record.direction('C'), seen: c.clientSent, eof: c.clientClosed}
	toClient := &direction{line: p.o.ToClient, from: server, to: client, cut: cut, record: p.record.direction('S'), seen: c.serverSent, eof: func() {}}
	var wg sync.WaitGroup
	wg.Go(func() { toServer.run(ctx) })
	wg.Go(func() { toClient.run(ctx) })
	wg.Wait()
}

// A connection counts for one connection. Its fields are guarded by the
// proxy's mutex.
type connection struct {
	proxy  *Proxy
	asked  bool // the client has sent something since the server last did
	closed bool // the client has ended its side
}

func (c *connection) clientSent(n int) {
	c.proxy.mu.Lock()
	defer c.proxy.mu.Unlock()
	c.proxy.stats.ToServer += int64(n)
	c.asked = true
}

func (c *connection) clientClosed() {
	c.proxy.mu.Lock()
	defer c.proxy.mu.Unlock()
	c.closed = true
}

func (c *connection) serverSent(n int) {
	c.proxy.mu.Lock()
	defer c.proxy.mu.Unlock()
	c.proxy.stats.ToClient += int64(n)
	if c.asked && !c.closed {
		c.proxy.stats.RoundTrips++
	}
	c.asked = false
}
