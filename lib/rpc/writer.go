package rpc

import (
	"net"
	"os"
	"slices"
	"sync"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// writer sends frames, one after the other, from a goroutine of its own. Queueing
// never blocks, so the reader can do it. The queue is bounded by those who
// fill it: calls by the limit in flight, streams by their window, answers to
// pings by being one flag.
type writer struct {
	conn  net.Conn
	files FileConn // nil where the connection passes none
	pool  *bufferPool

	wake chan struct{} // capacity 1

	mu     sync.Mutex
	queue  []*outFrame
	first  int  // of queue that is not taken yet
	ping   bool // a ping of ours is due
	pong   bool // an answer to a ping is due
	closed bool
}

// outFrame is a frame to send. The writer owns buf and files.
type outFrame struct {
	buf   *buffer
	files []*os.File
	// done, if not nil, is called once the frame is out or dropped, from the
	// writer's goroutine. It must not block.
	done func()
}

func newWriter(conn net.Conn, pool *bufferPool) *writer {
	files, _ := conn.(FileConn)
	return &writer{conn: conn, files: files, pool: pool, wake: make(chan struct{}, 1)}
}

// send queues f. After the end of the writer it drops it.
func (w *writer) send(f *outFrame) {
	w.mu.Lock()
	if !w.closed {
		w.queue = append(w.queue, f)
		w.mu.Unlock()
		w.nudge()
		return
	}
	w.mu.Unlock()
	w.release(f)
}

// sendPing queues a ping, unless one is queued already.
func (w *writer) sendPing() {
	w.mu.Lock()
	w.ping = true
	w.mu.Unlock()
	w.nudge()
}

// sendPong queues the answer to a ping. One answer does for all pings that
// came before it is sent: any message tells the peer that we live.
func (w *writer) sendPong() {
	w.mu.Lock()
	w.pong = true
	w.mu.Unlock()
	w.nudge()
}

// cancel takes f out of the queue and reports whether it was still there: then
// nothing of it was sent.
func (w *writer) cancel(f *outFrame) bool {
	w.mu.Lock()
	for i := w.first; i < len(w.queue); i++ {
		if w.queue[i] == f {
			w.queue = slices.Delete(w.queue, i, i+1)
			w.mu.Unlock()
			w.release(f)
			return true
		}
	}
	w.mu.Unlock()
	return false
}

func (w *writer) nudge() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run sends until stop is closed or the connection fails, and returns the
// failure.
func (w *writer) run(stop <-chan struct{}) error {
	defer w.close()
	for {
		f := w.next()
		if f == nil {
			select {
			case <-stop:
				return nil
			case <-w.wake:
			}
			continue
		}
		err := w.write(f)
		w.release(f)
		if err != nil {
			return err
		}
	}
}

func (w *writer) next() *outFrame {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.pong: // first, since the peer counts the seconds
		w.pong = false
		return w.keepAlive(protocol.KeepAlivePong)
	case w.ping:
		w.ping = false
		return w.keepAlive(protocol.KeepAlivePing)
	case w.first == len(w.queue):
		w.queue, w.first = w.queue[:0], 0 // its memory serves again
		return nil
	}
	f := w.queue[w.first]
	w.queue[w.first] = nil
	w.first++
	if w.first >= 64 && 2*w.first >= len(w.queue) { // never empty, under load
		w.queue = slices.Delete(w.queue, 0, w.first)
		w.first = 0
	}
	return f
}

func (w *writer) keepAlive(proc int32) *outFrame {
	buf := w.pool.get()
	h := protocol.Header{
		Program: protocol.KeepAliveProgram, Version: protocol.KeepAliveVersion,
		Procedure: proc, Type: protocol.MessageTypeMessage,
	}
	buf.b, _ = encodeFrame(buf.b, &h, 0, nil) // a frame without a body is within all limits
	return &outFrame{buf: buf}
}

func (w *writer) write(f *outFrame) error {
	if _, err := w.conn.Write(f.buf.b); err != nil {
		return err
	}
	for _, file := range f.files {
		if err := w.files.WriteFile(file); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) release(f *outFrame) {
	closeFiles(f.files)
	w.pool.put(f.buf)
	if f.done != nil {
		f.done()
	}
}

// close drops what is queued and all that comes later.
func (w *writer) close() {
	w.mu.Lock()
	queue := w.queue[w.first:]
	w.queue, w.first, w.closed = nil, 0, true
	w.mu.Unlock()
	for _, f := range queue {
		w.release(f)
	}
}
