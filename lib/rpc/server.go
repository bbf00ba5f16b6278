package rpc

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The bounds of what one client makes a server hold.
const (
	// maxServed calls of a client run at a time, or wait for their reply to be
	// written. Then the server reads no further. libvirtd stops at 5.
	maxServed = 16
	// maxServedStreams may be open at a time.
	maxServedStreams = 64
	// maxUnreadEvents is how many bytes of events may wait for a client that does
	// not read. The protocol cannot tell of lost events, so then it is dropped.
	maxUnreadEvents = 16 << 20
)

// serverKeepAlive is how a server finds out about dead clients, once they have
// asked for it: libvirtd's defaults.
var serverKeepAlive = driver.KeepAlive{Interval: 5 * time.Second, Count: 5}

// Serve answers one client's calls on conn from the driver that open gives for
// its CONNECT_OPEN, until the client leaves or ctx ends, and closes conn. Any
// client of libvirt can be on the other side. The error is nil when the client
// left in good order.
//
// The server itself only knows the session: opening and closing, authentication,
// of which it demands none, the registration of events, and the features of the
// connection. Everything else goes to the driver. The calls of a client run
// concurrently, and replies go out as they are done.
func Serve(ctx context.Context, conn net.Conn, open driver.Opener) error {
	outer := ctx
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{
		conn:    conn,
		open:    open,
		beat:    newHeartbeat(),
		slots:   make(chan struct{}, maxServed),
		done:    make(chan struct{}),
		stops:   make(map[subKey]driver.Stop),
		streams: make(map[uint32]*servedStream),
	}
	s.in = newFrameReader(conn, &s.pool, "client")
	s.w = newWriter(conn, &s.pool)
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	s.running.Go(func() {
		if err := s.w.run(s.done); err != nil {
			s.hangUp(writeFailure(err))
		}
	})

	err := s.read(ctx)
	s.hangUp(err)
	cancel() // what runs for the client has nobody to answer any more
	s.running.Wait()
	s.in.close()
	s.shutDown()
	if outer.Err() != nil {
		return context.Cause(outer)
	}
	return s.end
}

// server is one client's session.
type server struct {
	conn net.Conn
	pool bufferPool
	in   *frameReader
	w    *writer
	beat *heartbeat
	open driver.Opener

	slots   chan struct{} // one for each call that is being served
	deaf    atomic.Bool   // the reader waits for room, and hears no answers to pings
	unread  atomic.Int64  // bytes of events in the writer's queue
	pinging sync.Once
	running sync.WaitGroup // everything that works for the client
	done    chan struct{}  // closed when the session ends

	mu      sync.Mutex
	over    bool
	end     error // why, nil in good order
	leaving bool  // the client said CONNECT_CLOSE, and may be gone at any moment
	opening bool
	name    string      // of CONNECT_OPEN
	drv     driver.Conn // nil until opened
	nextID  [kinds]int32
	stops   map[subKey]driver.Stop // of the events registered
	streams map[uint32]*servedStream
}

// hangUp ends the session for err. Only the first one counts.
func (s *server) hangUp(err error) {
	s.mu.Lock()
	first := !s.over
	if first {
		s.over = true
		if !s.leaving {
			s.end = err
		}
		close(s.done)
	}
	s.mu.Unlock()
	if first {
		_ = s.conn.Close() // frees the reader and the writer
	}
}

// shutDown gives back what the session has of the driver. Nothing runs any more.
func (s *server) shutDown() {
	ctx := context.Background() // the session's is over
	for _, stop := range s.stops {
		_ = stop(ctx) // the driver's session ends anyway
	}
	if s.drv != nil {
		_ = s.drv.Close(ctx)
	}
}

// read takes frames off the connection until that ends.
func (s *server) read(ctx context.Context) error {
	for {
		f, err := s.in.read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return readFailure(err)
		}
		s.beat.beat()
		if err := s.dispatch(ctx, f); err != nil {
			return err
		}
	}
}

// dispatch hands f on. An error means that the client does not keep to the
// protocol.
func (s *server) dispatch(ctx context.Context, f frame) error {
	if f.Program == protocol.KeepAliveProgram {
		if f.Procedure == protocol.KeepAlivePing {
			s.w.sendPong()
		}
		s.discard(f)
		return nil
	}
	switch f.Type {
	case protocol.MessageTypeCall, protocol.MessageTypeCallWithFDs:
		if f.Status != protocol.MessageStatusOK {
			s.discard(f)
			return s.in.errorf("sent a call with the status %d (%s)", f.Status, describe(&f.Header))
		}
		select {
		case s.slots <- struct{}{}:
		default:
			s.deaf.Store(true)
			select {
			case s.slots <- struct{}{}:
			case <-s.done:
				s.discard(f)
				return nil
			}
			s.deaf.Store(false)
		}
		if protocol.Lookup(f.Program, f.Procedure) == &protocol.ConnectClose.Proc {
			s.mu.Lock()
			s.leaving = true
			s.mu.Unlock()
		}
		s.running.Go(func() { s.call(ctx, f) })
		return nil
	case protocol.MessageTypeStream, protocol.MessageTypeStreamHole:
		s.streamFrame(f)
		return nil
	}
	s.discard(f)
	return s.in.errorf("sent what only servers do (%s)", describe(&f.Header))
}

func (s *server) discard(f frame) {
	closeFiles(f.files)
	s.pool.put(f.buf)
}

// call serves one call and sends its reply.
func (s *server) call(ctx context.Context, f frame) {
	p := protocol.Lookup(f.Program, f.Procedure)
	r, err := s.request(p, &f)
	if err == nil {
		err = s.serve(ctx, &f.Header, r)
	}
	passed := f.files
	s.discard(f) // a driver keeps a copy of what it wants to keep
	if err != nil {
		s.reply(&f.Header, nil, nil, err)
		return
	}
	var files []*os.File
	if p.FDOut && !sameFiles(passed, r.Files) {
		files = r.Files
	}
	sent := s.reply(&f.Header, r.Reply, files, nil)
	if p.Stream != protocol.StreamNone {
		s.startStream(f.Serial, sent)
	}
}

func sameFiles(a, b []*os.File) bool {
	return len(a) > 0 && len(b) > 0 && &a[0] == &b[0]
}

// request decodes a call.
func (s *server) request(p *protocol.Proc, f *frame) (*protocol.Request, error) {
	if f.Version != programVersion || !knownProgram(f.Program) {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrRPC, "Cannot find program %d version %d", f.Program, f.Version)
	}
	if p == nil || p.Kind != protocol.KindCall {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrRPC, "unknown procedure: %d", f.Procedure)
	}
	r := &protocol.Request{Proc: p}
	if p.Args != nil {
		r.Args = p.Args()
		if err := protocol.Unmarshal(f.payload, r.Args); err != nil {
			return nil, virt.Errorf(virt.FromRPC, virt.ErrRPC, "Unable to decode message payload of %s: %s", p.Name, err)
		}
	}
	if p.Reply != nil {
		r.Reply = p.Reply()
	}
	if p.FDIn {
		r.Files = f.files
	}
	return r, nil
}

func knownProgram(program uint32) bool {
	return program == protocol.RemoteProgram || program == protocol.QEMUProgram || program == protocol.LXCProgram
}

// reply sends the answer to the call that h heads: err, or m and files, which
// it takes over. The call keeps its slot until the answer is out, so that a
// client that does not read cannot make answers pile up. It reports whether m
// could be sent.
func (s *server) reply(h *protocol.Header, m protocol.Message, files []*os.File, err error) bool {
	freeSlot := func() { <-s.slots }
	if err == nil && len(files) > 0 && s.w.files == nil {
		err = virt.Errorf(virt.FromRPC, virt.ErrNoSupport, "this connection cannot carry the file descriptors of the reply")
	}
	answer := *h
	answer.Type, answer.Status = protocol.MessageTypeReply, protocol.MessageStatusOK
	if err == nil {
		if len(files) > 0 {
			answer.Type = protocol.MessageTypeReplyWithFDs
		}
		var out *outFrame
		if out, err = s.encode(&answer, files, m); err == nil {
			out.done = freeSlot
			if *h == closeHeader(h.Serial) {
				out.done = func() { freeSlot(); s.hangUp(nil) }
			}
			s.w.send(out)
			return true
		}
		err = virt.Errorf(virt.FromRPC, virt.ErrRPC, "Unable to encode message payload: %s", err)
	}
	closeFiles(files)
	answer.Type = protocol.MessageTypeReply
	out := s.encodeError(&answer, err)
	out.done = freeSlot
	s.w.send(out)
	return false
}

// closeHeader is the header of a CONNECT_CLOSE call.
func closeHeader(serial uint32) protocol.Header {
	return protocol.Header{Program: protocol.RemoteProgram, Version: protocol.RemoteVersion,
		Procedure: protocol.ConnectClose.Number, Serial: serial}
}

func (s *server) encode(h *protocol.Header, files []*os.File, m protocol.Message) (*outFrame, error) {
	buf := s.pool.get()
	var err error
	if buf.b, err = encodeFrame(buf.b, h, len(files), m); err != nil {
		s.pool.put(buf)
		return nil, err
	}
	return &outFrame{buf: buf, files: files}, nil
}

// encodeError makes the frame that reports err, in place of what h heads.
func (s *server) encodeError(h *protocol.Header, err error) *outFrame {
	h.Status = protocol.MessageStatusError
	e := new(virt.Error)
	if !errors.As(err, &e) {
		e = virt.Errorf(virt.FromNone, virt.ErrInternalError, "%s", err)
	}
	out, encErr := s.encode(h, nil, protocol.ErrorFrom(e))
	if encErr != nil { // some text in it is beyond all limits
		brief := virt.Errorf(e.Domain, e.Code, "an error that cannot be sent: %s", encErr)
		out, _ = s.encode(h, nil, protocol.ErrorFrom(brief))
	}
	return out
}

// keepAlive starts to ping the client.
func (s *server) keepAlive() {
	s.pinging.Do(func() {
		s.running.Go(func() {
			if s.beat.watch(s.done, serverKeepAlive, s.deaf.Load, s.w.sendPing) {
				s.hangUp(keepAliveFailure())
			}
		})
	})
}

// errUnread is the end of a client that does not read its events.
var errUnread = fmt.Errorf("the client left %d bytes of events unread", maxUnreadEvents)
