package rpc

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The bounds of received data that nobody has taken yet. At streamBuffer the
// client stops reading the connection, so that the peer's writes block. While a
// call of the same connection waits for its reply, the client goes on to
// streamBufferMax, so that who owns the stream may call something before it
// takes the data. A libvirtd has at most one frame of a stream queued, so a
// reply is never far behind.
const (
	streamBuffer    = 16 << 20
	streamBufferMax = 64 << 20
)

// streamWindow is how many frames of one stream may wait for the writer. Two
// let the sender prepare one while the other is written.
const streamWindow = 2

// mergeMax is the largest payload that is copied behind the one before it
// rather than kept in a buffer of its own.
const mergeMax = 4 << 10

// Stream implements driver.Conn. While the received data of a stream waits to be
// taken, other calls on the connection still get their replies, but a paused
// reader answers no pings: large transfers want a connection of their own.
func (c *Client) Stream(ctx context.Context, r *protocol.Request) (driver.Stream, error) {
	if r.Proc.Stream == protocol.StreamNone {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "%s opens no stream", r.Proc.Name)
	}
	s := &stream{
		c:      c,
		proc:   r.Proc,
		window: make(chan struct{}, streamWindow),
		over:   make(chan struct{}),
		gone:   make(chan struct{}),
	}
	s.ready = sync.NewCond(&c.mu)
	f, err := c.roundTrip(ctx, r, s, func(f frame) {
		ok := f.Status == protocol.MessageStatusOK
		c.discard(f)
		if ok {
			s.abort(errAborted(r.Proc))
		}
	})
	if err != nil {
		return nil, err
	}
	if err := c.decodeReply(r, &f); err != nil {
		if f.Status == protocol.MessageStatusOK {
			s.abort(err) // the stream is open, only we cannot read the reply
		}
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() {
		s.abort(&gaveUpError{what: "the transfer of " + r.Proc.Name + " was given up", ctx: ctx.Err(), why: context.Cause(ctx)})
	})
	c.mu.Lock()
	s.unwatch = stop
	ended := s.isOver()
	c.mu.Unlock()
	if ended {
		stop()
	}
	return s, nil
}

func errAborted(p *protocol.Proc) error {
	return virt.Errorf(virt.FromStreams, virt.ErrOperationAborted, "the transfer of %s was aborted", p.Name)
}

// stream is the client's end of a stream. It has two endings: it is over once
// its owner is done with it, by whatever way; it is gone once the peer has said
// so too, and its serial means nothing any more.
type stream struct {
	c      *Client
	proc   *protocol.Proc
	serial uint32
	window chan struct{} // one for each frame that waits for the writer
	over   chan struct{}
	gone   chan struct{}

	cur chunk // what Recv is taking; only Recv uses it

	// Guarded by c.mu:
	ready     *sync.Cond // Recv has something to look at
	chunks    []chunk
	held      int         // bytes of memory in chunks
	eof       bool        // the peer has sent all
	finishing bool        // Finish was called
	err       error       // why it is over; nil after a good end
	unwatch   func() bool // ends the watch over the context
}

// chunk is received data, or a hole of that many bytes.
type chunk struct {
	buf  *buffer
	data []byte // in buf
	hole int64
}

// The memory that a chunk takes beside its buffer, roughly.
const chunkCost = 64

func (k *chunk) cost() int {
	if k.buf == nil {
		return chunkCost
	}
	return chunkCost + cap(k.buf.b)
}

// isOver reports whether the owner is done with the stream.
func (s *stream) isOver() bool {
	select {
	case <-s.over:
		return true
	default:
		return false
	}
}

// full reports whether the reader has to wait before it reads on. c.mu is held.
func (s *stream) full() bool {
	if s.held >= streamBufferMax {
		return true
	}
	return s.held >= streamBuffer && s.c.waiting == 0
}

// receive takes a frame off the wire. c.mu is held. An error means that the peer
// does not keep to the protocol.
func (s *stream) receive(f frame) error {
	c := s.c
	switch {
	case f.Status == protocol.MessageStatusOK:
		c.discard(f)
		s.leave(nil)
	case f.Status == protocol.MessageStatusError:
		err := errAborted(s.proc)
		if len(f.payload) > 0 {
			err = c.decodeError(s.proc, f.payload)
		}
		c.discard(f)
		s.leave(err)
	case f.Type == protocol.MessageTypeStreamHole:
		m := new(protocol.StreamHole)
		err := protocol.Unmarshal(f.payload, m)
		c.discard(f)
		if err != nil || m.Length <= 0 {
			return c.in.errorf("sent an invalid hole in the stream of %s", s.proc.Name)
		}
		s.add(chunk{hole: m.Length})
	case len(f.payload) == 0:
		c.discard(f)
		s.eof = true
		s.ready.Broadcast()
	case s.isOver() || s.finishing:
		c.discard(f)
	default:
		s.addData(f)
	}
	return nil
}

func (s *stream) addData(f frame) {
	if n := len(s.chunks); n > 0 && len(f.payload) <= mergeMax {
		if last := &s.chunks[n-1]; last.buf != nil && cap(last.data)-len(last.data) >= len(f.payload) {
			last.data = append(last.data, f.payload...)
			s.c.discard(f)
			return
		}
	}
	s.add(chunk{buf: f.buf, data: f.payload})
}

func (s *stream) add(k chunk) {
	if s.isOver() || s.finishing || s.eof {
		s.c.pool.put(k.buf)
		return
	}
	s.chunks = append(s.chunks, k)
	s.held += k.cost()
	s.ready.Broadcast()
}

// drop gives up the data that nobody will take, and lets the reader go on.
func (s *stream) drop() {
	for _, k := range s.chunks {
		s.c.pool.put(k.buf)
	}
	s.chunks, s.held = nil, 0
	s.ready.Broadcast()
	s.c.room.Broadcast()
}

// leave takes the stream off the connection, since the peer has ended it with
// err. Data that came before is still there for Recv. c.mu is held.
func (s *stream) leave(err error) {
	delete(s.c.streams, s.serial)
	s.end(err)
}

// end marks the stream as gone. c.mu is held.
func (s *stream) end(err error) {
	if !s.isOver() {
		s.err = err
		s.finish()
	}
	close(s.gone)
}

// finish marks the stream as over. c.mu is held.
func (s *stream) finish() {
	close(s.over)
	if s.unwatch != nil {
		s.unwatch()
	}
	s.ready.Broadcast()
	s.c.room.Broadcast()
}

// Recv implements driver.Stream.
func (s *stream) Recv(p []byte) (n int, hole int64, err error) {
	if len(s.cur.data) == 0 {
		if err := s.nextChunk(); err != nil {
			return 0, 0, err
		}
		if s.cur.hole > 0 {
			hole, s.cur = s.cur.hole, chunk{}
			return 0, hole, nil
		}
	}
	n = copy(p, s.cur.data)
	s.cur.data = s.cur.data[n:]
	if len(s.cur.data) == 0 {
		s.c.pool.put(s.cur.buf)
		s.cur = chunk{}
	}
	return n, 0, nil
}

// nextChunk waits for data and makes it the current chunk.
func (s *stream) nextChunk() error {
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	for len(s.chunks) == 0 {
		switch {
		case s.eof: // whatever became of the stream after that, Finish tells
			return io.EOF
		case s.err != nil:
			return s.err
		case s.isOver():
			return io.EOF
		}
		s.ready.Wait()
	}
	s.cur = s.chunks[0]
	s.chunks[0] = chunk{}
	s.chunks = s.chunks[1:]
	s.held -= s.cur.cost()
	if !s.full() {
		s.c.room.Broadcast()
	}
	return nil
}

// Send implements driver.Stream. What it returns was taken over; whether the
// host has it, Finish tells.
func (s *stream) Send(p []byte) (n int, err error) {
	for len(p) > 0 {
		part := p[:min(len(p), streamChunk)]
		if err := s.send(protocol.MessageTypeStream, nil, part); err != nil {
			return n, err
		}
		n += len(part)
		p = p[len(part):]
	}
	return n, nil
}

// SendHole implements driver.Stream.
func (s *stream) SendHole(n int64) error {
	if n < 0 {
		return virt.Errorf(virt.FromStreams, virt.ErrInvalidArg, "hole of %d bytes", n)
	}
	if n == 0 {
		return nil
	}
	return s.send(protocol.MessageTypeStreamHole, &protocol.StreamHole{Length: n}, nil)
}

// send queues one frame of data, as soon as there is room in the window.
func (s *stream) send(t protocol.MessageType, m protocol.Message, data []byte) error {
	select {
	case <-s.over:
		return s.sendError()
	default:
	}
	select {
	case s.window <- struct{}{}:
	case <-s.over:
		return s.sendError()
	}
	out := s.frame(t, protocol.MessageStatusContinue, m, data)
	out.done = func() { <-s.window }

	s.c.mu.Lock()
	blocked := s.finishing || s.isOver()
	if !blocked {
		s.c.w.send(out) // under the lock, so that nothing gets behind the last word of Finish or Abort
	}
	s.c.mu.Unlock()
	if blocked {
		s.c.w.release(out)
		return s.sendError()
	}
	return nil
}

// sendError is why nothing can be sent any more.
func (s *stream) sendError() error {
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if s.err != nil {
		return s.err
	}
	return virt.Errorf(virt.FromStreams, virt.ErrInternalError, "the stream of %s is finished", s.proc.Name)
}

// frame makes a frame of the stream: a message or raw data.
func (s *stream) frame(t protocol.MessageType, status protocol.MessageStatus, m protocol.Message, data []byte) *outFrame {
	buf := s.c.pool.get()
	h := protocol.Header{
		Program: s.proc.Program, Version: programVersion, Procedure: s.proc.Number,
		Type: t, Serial: s.serial, Status: status,
	}
	buf.b, _ = encodeFrame(buf.b, &h, 0, m) // a hole is within all limits
	buf.b = append(buf.b, data...)
	binary.BigEndian.PutUint32(buf.b, uint32(len(buf.b)))
	return &outFrame{buf: buf}
}

// Finish implements driver.Stream. Data that was received and not taken is
// dropped.
func (s *stream) Finish(ctx context.Context) error {
	s.c.mu.Lock()
	if s.isOver() {
		err := s.err
		s.c.mu.Unlock()
		return err
	}
	if !s.finishing {
		s.finishing = true
		s.drop()
		s.c.w.send(s.frame(protocol.MessageTypeStream, protocol.MessageStatusOK, nil, nil))
	}
	s.c.mu.Unlock()
	select {
	case <-s.gone:
	case <-s.over: // aborted meanwhile, or gone
	case <-ctx.Done():
		return &gaveUpError{ctx: ctx.Err(), why: context.Cause(ctx),
			what: fmt.Sprintf("gave up waiting for the end of %s from the %s", s.proc.Name, s.c.peer)}
	}
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	return s.err
}

// Abort implements driver.Stream. It waits for the peer's confirmation.
func (s *stream) Abort(ctx context.Context) error {
	s.abort(errAborted(s.proc))
	select {
	case <-s.gone:
		return nil
	case <-s.c.done:
		return nil
	case <-ctx.Done():
		return &gaveUpError{ctx: ctx.Err(), why: context.Cause(ctx),
			what: fmt.Sprintf("gave up waiting for the end of %s from the %s", s.proc.Name, s.c.peer)}
	}
}

// abort ends the stream for its owner with err, and tells the peer.
func (s *stream) abort(err error) {
	s.c.mu.Lock()
	defer s.c.mu.Unlock()
	if s.isOver() {
		return
	}
	s.err = err
	s.drop()
	s.finish()
	s.c.w.send(s.frame(protocol.MessageTypeStream, protocol.MessageStatusError, nil, nil))
}
