package rpc

import (
	"context"
	"encoding/binary"
	"io"
	"slices"
	"sync"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// servedStream connects a driver's stream with the client's end of it. One
// goroutine takes what the client sent, the other what the driver has.
type servedStream struct {
	s      *server
	st     driver.Stream
	proc   *protocol.Proc
	serial uint32
	ctx    context.Context
	cancel context.CancelFunc // aborts st
	window chan struct{}      // one for each frame that waits for the writer

	mu      sync.Mutex
	room    *sync.Cond // the queue changed, or the stream is over
	queue   []frame    // from the client
	held    int        // bytes of memory in queue
	aborted bool       // by the client
	over    bool       // the last word was sent to the client
}

// openStream opens a stream of the driver. The pumps start with the reply,
// whose frame goes before theirs.
func (s *server) openStream(ctx context.Context, drv driver.Conn, h *protocol.Header, r *protocol.Request) error {
	ctx, cancel := context.WithCancel(ctx)
	ss := &servedStream{s: s, proc: r.Proc, serial: h.Serial, ctx: ctx, cancel: cancel, window: make(chan struct{}, streamWindow)}
	ss.room = sync.NewCond(&ss.mu)
	s.mu.Lock()
	full := len(s.streams) >= maxServedStreams
	taken := s.streams[h.Serial] != nil
	if !full && !taken {
		s.streams[h.Serial] = ss
	}
	s.mu.Unlock()
	if full || taken {
		cancel()
		return virt.Errorf(virt.FromStreams, virt.ErrOperationInvalid, "this client has %d streams open, or one of this serial", maxServedStreams)
	}
	st, err := drv.Stream(ctx, r)
	if err != nil {
		ss.forget()
		cancel()
		return err
	}
	ss.st = st
	return nil
}

// startStream runs the pumps of the stream that was opened under serial, or
// gives it up if the client was not told of it.
func (s *server) startStream(serial uint32, told bool) {
	s.mu.Lock()
	ss := s.streams[serial]
	s.mu.Unlock()
	if ss == nil {
		return
	}
	if !told {
		ss.forget()
		ss.cancel()
		return
	}
	context.AfterFunc(ss.ctx, func() { // so that nobody waits for an end that does not come
		ss.mu.Lock()
		defer ss.mu.Unlock()
		ss.room.Broadcast()
	})
	s.running.Go(ss.fromClient)
	if ss.proc.Stream&protocol.StreamRead != 0 {
		s.running.Go(ss.toClient)
	}
}

// streamFrame hands a frame to its stream; those of streams that are over are
// dropped. While a stream's queue is full the reader waits.
func (s *server) streamFrame(f frame) {
	s.mu.Lock()
	ss := s.streams[f.Serial]
	s.mu.Unlock()
	if ss == nil || ss.proc.Program != f.Program || ss.proc.Number != f.Procedure {
		s.discard(f)
		return
	}
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if f.Status == protocol.MessageStatusError {
		ss.aborted = true
		ss.drop()
		s.discard(f)
		ss.cancel() // frees the pumps, wherever they are
		ss.room.Broadcast()
		return
	}
	for ss.held >= streamBuffer && !ss.over && ss.ctx.Err() == nil {
		s.deaf.Store(true)
		ss.room.Wait()
	}
	s.deaf.Store(false)
	if ss.over || ss.ctx.Err() != nil {
		s.discard(f)
		return
	}
	ss.queue = append(ss.queue, f)
	ss.held += cap(f.buf.b) + chunkCost
	ss.room.Broadcast()
}

func (ss *servedStream) drop() {
	for _, f := range ss.queue {
		ss.s.discard(f)
	}
	ss.queue, ss.held = nil, 0
}

// fromClient gives the driver what the client sent, and carries out its last
// word.
func (ss *servedStream) fromClient() {
	for {
		f, ok := ss.next()
		if !ok {
			ss.stopped()
			return
		}
		err := ss.take(&f)
		finish := f.Status == protocol.MessageStatusOK
		ss.s.discard(f)
		switch {
		case ss.ctx.Err() != nil: // the error, if any, comes of that
			ss.stopped()
			return
		case err != nil:
			ss.fail(err)
			return
		case finish:
			ss.lastWord(ss.frame(protocol.MessageTypeStream, protocol.MessageStatusOK))
			return
		}
	}
}

// next waits for a frame of the client; ok is false when the stream is over.
func (ss *servedStream) next() (f frame, ok bool) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	for len(ss.queue) == 0 && !ss.over && ss.ctx.Err() == nil {
		ss.room.Wait()
	}
	if ss.over || ss.ctx.Err() != nil {
		return frame{}, false
	}
	f = ss.queue[0]
	ss.queue[0] = frame{}
	ss.queue = ss.queue[1:]
	ss.held -= cap(f.buf.b) + chunkCost
	ss.room.Broadcast()
	return f, true
}

// take carries out one frame of the client.
func (ss *servedStream) take(f *frame) error {
	switch {
	case f.Status == protocol.MessageStatusOK:
		return ss.st.Finish(ss.ctx)
	case f.Type == protocol.MessageTypeStreamHole:
		m := new(protocol.StreamHole)
		if err := protocol.Unmarshal(f.payload, m); err != nil || m.Length <= 0 {
			return virt.Errorf(virt.FromRPC, virt.ErrRPC, "invalid hole in the stream of %s", ss.proc.Name)
		}
		return ss.st.SendHole(m.Length)
	case len(f.payload) == 0: // the end of its data; what is to become of it, it will say
		return nil
	}
	_, err := ss.st.Send(f.payload)
	return err
}

// stopped ends a stream that the client aborted, or that ended with its session.
func (ss *servedStream) stopped() {
	ss.mu.Lock()
	aborted := ss.aborted && !ss.over
	ss.mu.Unlock()
	if aborted {
		err := ss.st.Abort(context.WithoutCancel(ss.ctx))
		if err != nil {
			ss.fail(err)
			return
		}
	}
	ss.lastWord(ss.frame(protocol.MessageTypeStream, protocol.MessageStatusOK))
}

// toClient sends what the driver has.
func (ss *servedStream) toClient() {
	for {
		out := ss.frame(protocol.MessageTypeStream, protocol.MessageStatusContinue)
		out.buf.b = slices.Grow(out.buf.b, streamChunk)[:headerEnd+streamChunk]
		n, hole, err := ss.st.Recv(out.buf.b[headerEnd:])
		out.buf.b = out.buf.b[:headerEnd+n]
		switch {
		case hole > 0:
			ss.s.w.release(out)
			if out, err = ss.hole(hole); err != nil {
				ss.fail(err)
				return
			}
		case n == 0 && err == nil:
			ss.s.w.release(out)
			continue
		case n == 0 && err != io.EOF:
			ss.s.w.release(out)
			if ss.ctx.Err() == nil { // else fromClient has the last word
				ss.fail(err)
			}
			return
		}
		binary.BigEndian.PutUint32(out.buf.b, uint32(len(out.buf.b))) // an empty one is the end of the data
		if !ss.send(out) || n == 0 && hole == 0 {
			return
		}
	}
}

// send queues a frame of data as soon as there is room in the window, and
// reports whether the stream goes on.
func (ss *servedStream) send(out *outFrame) bool {
	select {
	case ss.window <- struct{}{}:
	case <-ss.ctx.Done():
		ss.s.w.release(out)
		return false
	}
	out.done = func() { <-ss.window }
	ss.mu.Lock()
	defer ss.mu.Unlock()
	if ss.over {
		ss.s.w.release(out)
		return false
	}
	ss.s.w.send(out)
	return true
}

// fail ends the stream with an error, unless it is over.
func (ss *servedStream) fail(err error) {
	h := ss.header(protocol.MessageTypeStream, protocol.MessageStatusError)
	ss.lastWord(ss.s.encodeError(&h, err))
	_ = ss.st.Abort(context.WithoutCancel(ss.ctx)) // it failed; there is nothing to add
}

// lastWord ends the stream: out is the last frame that the client gets of it.
// Only the first one counts.
func (ss *servedStream) lastWord(out *outFrame) {
	ss.mu.Lock()
	over := ss.over
	ss.over = true
	ss.drop()
	ss.room.Broadcast()
	if !over {
		ss.s.w.send(out)
	}
	ss.mu.Unlock()
	if over {
		ss.s.w.release(out)
	}
	ss.forget()
	ss.cancel()
}

func (ss *servedStream) forget() {
	ss.s.mu.Lock()
	defer ss.s.mu.Unlock()
	if ss.s.streams[ss.serial] == ss {
		delete(ss.s.streams, ss.serial)
	}
}

func (ss *servedStream) header(t protocol.MessageType, status protocol.MessageStatus) protocol.Header {
	return protocol.Header{Program: ss.proc.Program, Version: programVersion, Procedure: ss.proc.Number,
		Type: t, Serial: ss.serial, Status: status}
}

// frame makes an empty frame of the stream.
func (ss *servedStream) frame(t protocol.MessageType, status protocol.MessageStatus) *outFrame {
	h := ss.header(t, status)
	out, _ := ss.s.encode(&h, nil, nil) // a frame without a body is within all limits
	return out
}

func (ss *servedStream) hole(n int64) (*outFrame, error) {
	h := ss.header(protocol.MessageTypeStreamHole, protocol.MessageStatusContinue)
	return ss.s.encode(&h, nil, &protocol.StreamHole{Length: n})
}
