package rpc

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// closeWait is how long Close waits for its farewell to get out on a connection
// whose peer does not read.
const closeWait = time.Second

// writeGrace is how long, after a failed write, the reader still looks for what
// the peer said before it left.
const writeGrace = time.Second

// Client is the calling side of a connection. It implements driver.Conn for all
// procedures of the protocol's table, those of opening included.
type Client struct {
	conn  net.Conn
	peer  string
	pool  bufferPool
	in    *frameReader
	w     *writer
	beat  *heartbeat
	slots chan struct{} // one for each ordinary call in flight
	subs  *subscriptions
	done  chan struct{}

	mu       sync.Mutex
	room     *sync.Cond // on mu: the reader may go on, or has to look again
	serial   uint32     // of the next call
	calls    map[uint32]*call
	waiting  int // calls whose caller is still there
	trips    int // the greatest trip of an answered call
	streams  map[uint32]*stream
	opened   bool  // CONNECT_OPEN succeeded
	listened bool  // a registration of events was asked for
	paused   bool  // the reader waits for room in a stream's buffer
	closing  bool  // Close was called
	writeErr error // why the writer is gone
	cause    error // why the session is over
}

// NewClient speaks the protocol over conn, which it takes over. peer names the
// other side in errors, "server at 127.0.0.1:16509"; when it is empty, the
// remote address of conn does. If conn is a FileConn, descriptors can be passed.
func NewClient(conn net.Conn, peer string) *Client {
	if peer == "" {
		peer = peerName(conn)
	}
	c := &Client{
		conn:    conn,
		peer:    peer,
		beat:    newHeartbeat(),
		slots:   make(chan struct{}, maxInFlight),
		done:    make(chan struct{}),
		calls:   make(map[uint32]*call),
		streams: make(map[uint32]*stream),
	}
	c.room = sync.NewCond(&c.mu)
	c.in = newFrameReader(conn, &c.pool, peer)
	c.w = newWriter(conn, &c.pool)
	c.subs = newSubscriptions()
	go c.read()
	go c.write()
	return c
}

func peerName(conn net.Conn) string {
	a := conn.RemoteAddr()
	switch {
	case a == nil || a.String() == "":
		return "peer"
	case a.Network() == "unix":
		return "server at socket '" + a.String() + "'"
	}
	return "server at " + a.String()
}

// KeepAlive makes the client ping its peer from now on and end the session when
// the peer does not answer. Nothing happens for an interval of 0. It may be
// called once, and only when the server has the feature
// VIR_DRV_FEATURE_PROGRAM_KEEPALIVE.
func (c *Client) KeepAlive(k driver.KeepAlive) {
	if k.Interval <= 0 {
		return
	}
	go func() {
		if c.beat.watch(c.done, k, c.isPaused, c.w.sendPing) {
			c.fail(keepAliveFailure())
		}
	}()
}

func (c *Client) isPaused() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.paused
}

// Invoke implements driver.Conn.
func (c *Client) Invoke(ctx context.Context, r *protocol.Request) error {
	f, err := c.roundTrip(ctx, r, nil, nil)
	if err != nil {
		return err
	}
	if err := c.decodeReply(r, &f); err != nil {
		return err
	}
	if r.Proc == &protocol.ConnectOpen.Proc {
		c.mu.Lock()
		c.opened = true
		c.mu.Unlock()
	}
	return nil
}

// call is a procedure whose reply has not come.
type call struct {
	proc   *protocol.Proc
	slot   bool        // it has a place in flight
	trip   int         // as Request.Trip
	reply  chan frame  // capacity 1, so the reader never waits
	stream *stream     // what it opens; nil for most
	late   func(frame) // after its caller left: what to do with the reply
}

// roundTrip sends r and waits for its reply. st is the stream that r opens, or
// nil. If the wait is given up after r was sent, late gets the reply when it
// comes at last, on a goroutine of its own, so that what the reply made can be
// undone; nil drops it.
func (c *Client) roundTrip(ctx context.Context, r *protocol.Request, st *stream, late func(frame)) (frame, error) {
	if ctx.Err() != nil {
		return frame{}, c.gaveUp(ctx, r.Proc, false)
	}
	k := &call{proc: r.Proc, reply: make(chan frame, 1), slot: !beyondLimit(r), stream: st}
	if k.slot {
		select {
		case c.slots <- struct{}{}:
		case <-ctx.Done():
			return frame{}, c.gaveUp(ctx, r.Proc, false)
		case <-c.done:
			return frame{}, c.tooLate(c.Err(), r.Proc)
		}
	}
	out, err := c.encodeCall(r)
	if err != nil {
		c.freeSlot(k)
		return frame{}, err
	}
	serial, err := c.enter(k, out.buf.b)
	if err != nil {
		c.freeSlot(k)
		c.w.release(out)
		return frame{}, err
	}
	r.Sent, r.Trip = len(out.buf.b), k.trip
	c.w.send(out)

	select {
	case f := <-k.reply:
		r.Received = f.size
		return f, nil
	case <-ctx.Done():
	case <-c.done:
	}
	if late == nil {
		late = c.discard
	}
	f, err := c.leave(ctx, serial, k, out, late)
	r.Received = f.size
	return f, err
}

// enter makes k a pending call, and writes its serial into its frame.
func (c *Client) enter(k *call, frame []byte) (serial uint32, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cause != nil {
		return 0, c.tooLate(c.cause, k.proc)
	}
	serial = c.serial
	c.serial++
	k.trip = c.trips + 1
	binary.BigEndian.PutUint32(frame[serialAt:], serial)
	c.calls[serial] = k
	c.waiting++
	if k.stream != nil {
		k.stream.serial = serial
		c.streams[serial] = k.stream
	}
	c.room.Broadcast() // the reader goes on while somebody waits for a reply
	return serial, nil
}

// leave ends the wait for a reply, unless that came in the last moment.
func (c *Client) leave(ctx context.Context, serial uint32, k *call, out *outFrame, late func(frame)) (frame, error) {
	unsent := c.w.cancel(out)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.calls[serial] == nil {
		return <-k.reply, nil // whoever takes a call out of the map has put its reply there
	}
	c.waiting--
	if c.cause == nil && !unsent {
		k.late = late // it keeps its slot: the server still works on it
		return frame{}, c.gaveUp(ctx, k.proc, true)
	}
	delete(c.calls, serial)
	delete(c.streams, serial)
	c.freeSlot(k)
	switch {
	case !unsent:
		return frame{}, c.cutShort(c.cause, k.proc.Name)
	case ctx.Err() == nil: // so it is the session that ended
		return frame{}, c.tooLate(c.cause, k.proc)
	}
	return frame{}, c.gaveUp(ctx, k.proc, false)
}

func (c *Client) freeSlot(k *call) {
	if k.slot {
		<-c.slots // never waits: k has put one in
	}
}

// encodeCall makes the frame of r, without its serial.
func (c *Client) encodeCall(r *protocol.Request) (*outFrame, error) {
	h := protocol.Header{Program: r.Proc.Program, Version: programVersion, Procedure: r.Proc.Number}
	out := &outFrame{}
	if len(r.Files) > 0 {
		h.Type = protocol.MessageTypeCallWithFDs
		var err error
		if out.files, err = c.cloneFiles(r); err != nil {
			return nil, err
		}
	}
	out.buf = c.pool.get()
	var err error
	if out.buf.b, err = encodeFrame(out.buf.b, &h, len(out.files), r.Args); err != nil {
		c.w.release(out)
		return nil, virt.Errorf(virt.FromRPC, virt.ErrRPC, "the arguments of %s cannot be sent: %s", r.Proc.Name, err)
	}
	return out, nil
}

// programVersion is the version of all programs.
const programVersion = protocol.RemoteVersion

// cloneFiles returns descriptors that the writer may keep after the caller has
// given up and closed its own.
func (c *Client) cloneFiles(r *protocol.Request) ([]*os.File, error) {
	switch {
	case c.w.files == nil:
		return nil, virt.Errorf(virt.FromRPC, virt.ErrNoSupport, "%s passes file descriptors, which needs a unix socket, not the %s", r.Proc.Name, c.peer)
	case !r.Proc.FDIn:
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInvalidArg, "%s takes no file descriptors", r.Proc.Name)
	case len(r.Files) > protocol.MessageNumFDsMax:
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInvalidArg, "%s cannot pass %d file descriptors: the protocol's limit is %d", r.Proc.Name, len(r.Files), protocol.MessageNumFDsMax)
	}
	var clones []*os.File
	for _, f := range r.Files {
		clone, err := c.w.files.CloneFile(f)
		if err != nil {
			closeFiles(clones)
			return nil, virt.Errorf(virt.FromRPC, virt.ErrSystemError, "cannot pass %s to %s: %s", f.Name(), r.Proc.Name, err)
		}
		clones = append(clones, clone)
	}
	return clones, nil
}

// decodeReply fills in r from the reply f, or returns the error that f is.
func (c *Client) decodeReply(r *protocol.Request, f *frame) error {
	defer c.pool.put(f.buf)
	r.Files = nil
	if f.Status == protocol.MessageStatusError {
		closeFiles(f.files)
		return c.decodeError(r.Proc, f.payload)
	}
	if r.Reply != nil {
		if err := protocol.Unmarshal(f.payload, r.Reply); err != nil {
			closeFiles(f.files)
			return virt.Errorf(virt.FromRPC, virt.ErrRPC, "the %s sent a reply to %s that cannot be decoded: %s", c.peer, r.Proc.Name, err)
		}
	}
	if !r.Proc.FDOut {
		closeFiles(f.files)
		return nil
	}
	r.Files = f.files
	return nil
}

// decodeError returns the error that payload carries. p is what was called.
func (c *Client) decodeError(p *protocol.Proc, payload []byte) error {
	m := new(protocol.Error)
	if err := protocol.Unmarshal(payload, m); err != nil {
		return virt.Errorf(virt.FromRPC, virt.ErrRPC, "the %s answered %s with an error that cannot be decoded: %s", c.peer, p.Name, err)
	}
	e := m.Virt()
	if e.Code == virt.ErrRPC && (e.Domain == virt.FromRemote || e.Domain == virt.FromRPC) &&
		strings.HasPrefix(e.Message, "unknown procedure") {
		return driver.NoSupport(p)
	}
	if e.Code == virt.ErrOK { // an error without a code would count as none
		e.Code = virt.ErrInternalError
	}
	return e
}

// discard drops a frame that nobody wants.
func (c *Client) discard(f frame) {
	closeFiles(f.files)
	c.pool.put(f.buf)
}

// Done implements driver.Conn.
func (c *Client) Done() <-chan struct{} { return c.done }

// Err implements driver.Conn. What ended by itself has a *driver.LostError.
func (c *Client) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cause
}

// Close implements driver.Conn. It says CONNECT_CLOSE if the session was
// opened, and does not wait for the answer, unless events were registered: a
// libvirtd 9.0 that loses the socket while it still ends a client's registrations
// may free them twice, and crash with all its other clients.
func (c *Client) Close(ctx context.Context) error {
	c.mu.Lock()
	if c.closing || c.cause != nil {
		c.mu.Unlock()
		return nil
	}
	c.closing = true
	opened, listened := c.opened, c.listened
	c.mu.Unlock()
	if opened {
		c.sayGoodbye(ctx, listened)
	}
	c.fail(driver.ErrClosed)
	return nil
}

// sayGoodbye sends CONNECT_CLOSE and waits until it is out, or answered.
func (c *Client) sayGoodbye(ctx context.Context, answered bool) {
	out, err := c.encodeCall(&protocol.Request{Proc: &protocol.ConnectClose.Proc})
	if err != nil {
		return
	}
	gone := make(chan struct{})
	k := &call{proc: &protocol.ConnectClose.Proc, reply: make(chan frame, 1), late: c.discard}
	if answered {
		k.late = func(f frame) { c.discard(f); close(gone) }
	}
	if _, err := c.enter(k, out.buf.b); err != nil {
		c.w.release(out)
		return
	}
	if !answered {
		out.done = func() { close(gone) }
	}
	c.w.send(out)
	timer := time.NewTimer(closeWait)
	defer timer.Stop()
	select {
	case <-gone:
	case <-ctx.Done():
	case <-c.done:
	case <-timer.C:
	}
}

// fail ends the session for cause. Only the first cause counts.
func (c *Client) fail(cause error) {
	c.mu.Lock()
	if c.cause != nil {
		c.mu.Unlock()
		return
	}
	c.cause = cause
	close(c.done)
	for serial, s := range c.streams {
		delete(c.streams, serial)
		s.end(c.cutShort(cause, "the transfer of "+s.proc.Name))
	}
	c.room.Broadcast()
	c.mu.Unlock()

	if errors.Is(cause, driver.ErrClosed) {
		c.subs.close()
	}
	_ = c.conn.Close() // frees the reader and the writer
}

// write runs the writer.
func (c *Client) write() {
	err := c.w.run(c.done)
	if err == nil {
		return
	}
	// Perhaps the peer said why before it went away: let the reader find that.
	c.mu.Lock()
	c.writeErr = err
	c.room.Broadcast()
	c.mu.Unlock()
	_ = c.conn.SetReadDeadline(time.Now().Add(writeGrace))
}
