//go:build unix

package interop

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/driver/test"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// streamPool is the pool that a streamHost's volumes are in, and streamDomain
// the domain that has a console.
const (
	streamPool   = "default-pool"
	streamDomain = "test"
)

// A streamHost is test:///default with what libvirt's has not: a console of its
// domain, and volumes with contents.
type streamHost struct {
	console func(ctx context.Context) driver.Stream
	volumes map[string]*volume
}

// serveStreams serves the host and returns its URI for clients of libvirt, whose
// end may be one of meant.
func serveStreams(t testing.TB, h *streamHost, meant ...string) string {
	t.Helper()
	return "test+unix:///default?socket=" + serve(t, h.open, meant...)
}

// open is a driver.Opener.
func (h *streamHost) open(ctx context.Context, uri string, o driver.Options) (driver.Conn, error) {
	// Each client has a default host of its own, to make the volumes on.
	c, err := new(test.Driver).Open(ctx, uri, o)
	if err != nil {
		return nil, err
	}
	for name := range h.volumes {
		_, err := protocol.StorageVolCreateXML.Call(ctx, c, &protocol.StorageVolCreateXMLArgs{
			Pool: protocol.StoragePool{Name: streamPool},
			XML:  fmt.Sprintf("<volume><name>%s</name><capacity>1</capacity></volume>", name),
		})
		if err != nil {
			_ = c.Close(ctx)
			return nil, err
		}
	}
	return &streamConn{c, h}, nil
}

// A streamConn is a session with a streamHost.
type streamConn struct {
	driver.Conn
	host *streamHost
}

func (c *streamConn) Stream(ctx context.Context, r *protocol.Request) (driver.Stream, error) {
	switch a := r.Args.(type) {
	case *protocol.DomainOpenConsoleArgs:
		return c.host.console(ctx), nil
	case *protocol.StorageVolDownloadArgs:
		v := c.host.volumes[a.Vol.Name]
		return v.download(ctx, a.Offset, a.Length, a.Flags&uint32(virt.StorageVolDownloadSparseStream) != 0), nil
	case *protocol.StorageVolUploadArgs:
		v := c.host.volumes[a.Vol.Name]
		return v.upload(ctx, a.Offset, a.Length), nil
	}
	return c.Conn.Stream(ctx, r)
}

// A part of a volume is data or a hole.
type part struct {
	data []byte
	hole int64 // bytes; only without data
}

func (p part) size() int64 { return int64(len(p.data)) + p.hole }

// cut returns the part without its first n bytes.
func (p part) cut(n int64) part {
	if p.hole > 0 {
		return part{hole: p.hole - n}
	}
	return part{data: p.data[n:]}
}

// flatten returns the bytes of parts, zeros for the holes, and the holes' sum.
func flatten(parts []part) (data []byte, holes int64) {
	for _, p := range parts {
		data = append(data, p.data...)
		data = append(data, make([]byte, p.hole)...)
		holes += p.hole
	}
	return data, holes
}

// A volume holds what was put into it, or fails on purpose. What is guarded by
// mu changes while it is served.
type volume struct {
	faults

	mu    sync.Mutex
	parts []part
	// What became of the last transfer.
	offset uint64 // where it began
	ended  error  // nil when it was finished

	begun, over chan struct{} // have one value for each transfer
}

// faults are what is wrong with a volume.
type faults struct {
	endless   bool  // its data never ends
	failure   error // of what it takes or gives, when failAfter bytes are through
	failAfter int64
	verdict   error // of finishing a transfer
}

// newVolume returns a volume that holds parts.
func newVolume(parts ...part) *volume {
	const transfers = 100 // more than any test makes without looking
	return &volume{parts: parts, begun: make(chan struct{}, transfers), over: make(chan struct{}, transfers)}
}

// contents returns what the last upload has left.
func (v *volume) contents() (parts []part, offset uint64) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.parts, v.offset
}

// end notes how a transfer ended: for upload, with what.
func (v *volume) end(err error, uploaded []part) {
	v.mu.Lock()
	v.ended = err
	if err == nil && uploaded != nil {
		v.parts = uploaded
	}
	v.mu.Unlock()
	v.over <- struct{}{}
}

// ending waits for the end of a transfer and tells how it ended.
func (v *volume) ending() error {
	<-v.over
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.ended
}

// download begins a transfer of length bytes, of all there are for 0.
func (v *volume) download(ctx context.Context, offset, length uint64, sparse bool) driver.Stream {
	v.mu.Lock()
	parts := bytesFrom(v.parts, int64(offset), int64(length))
	v.mu.Unlock()
	return newTransfer(ctx, v, &transfer{parts: parts, sparse: sparse})
}

// bytesFrom returns the length bytes of parts after offset; all for a length of 0.
func bytesFrom(parts []part, offset, length int64) []part {
	var out []part
	for _, p := range parts {
		skip := min(offset, p.size())
		offset -= skip
		if p = p.cut(skip); p.size() == 0 {
			continue
		}
		if length > 0 && p.size() >= length {
			if p.hole > 0 {
				return append(out, part{hole: length})
			}
			return append(out, part{data: p.data[:length]})
		}
		length -= min(length, p.size())
		out = append(out, p)
	}
	return out
}

// upload begins a transfer of at most length bytes, of any number for 0.
func (v *volume) upload(ctx context.Context, offset, length uint64) driver.Stream {
	v.mu.Lock()
	v.offset = offset
	v.mu.Unlock()
	return newTransfer(ctx, v, &transfer{parts: []part{}, upload: true, room: int64(length)})
}

// A transfer is one stream of a volume.
type transfer struct {
	volume *volume
	ctx    context.Context
	parts  []part // still to be sent, or received so far
	sparse bool
	upload bool
	room   int64 // for upload: bytes that it may have in all; 0 is any number
	passed int64 // bytes that went through
	end    func(error)
}

func newTransfer(ctx context.Context, v *volume, s *transfer) *transfer {
	s.volume, s.ctx = v, ctx
	var once sync.Once
	s.end = func(err error) {
		once.Do(func() {
			if s.upload {
				v.end(err, s.parts)
				return
			}
			v.end(err, nil)
		})
	}
	context.AfterFunc(ctx, func() { s.end(context.Cause(ctx)) })
	v.begun <- struct{}{}
	return s
}

// account counts n bytes, or returns the failure that is due.
func (s *transfer) account(n int64) error {
	s.passed += n
	if s.volume.failure != nil && s.passed > s.volume.failAfter {
		s.end(s.volume.failure)
		return s.volume.failure
	}
	if s.room > 0 && s.passed > s.room {
		err := virt.Errorf(virt.FromStorage, virt.ErrOperationFailed, "the volume takes %d bytes", s.room)
		s.end(err)
		return err
	}
	return nil
}

func (s *transfer) Recv(p []byte) (n int, hole int64, err error) {
	switch {
	case s.ctx.Err() != nil:
		return 0, 0, context.Cause(s.ctx)
	case s.upload:
		return 0, 0, io.EOF
	case s.volume.endless:
		if err := s.account(int64(len(p))); err != nil {
			return 0, 0, err
		}
		return len(p), 0, nil
	case len(s.parts) == 0:
		return 0, 0, io.EOF
	}
	first := s.parts[0]
	switch {
	case first.hole > 0 && s.sparse:
		hole = first.hole
	case first.hole > 0:
		n = int(min(int64(len(p)), first.hole))
		clear(p[:n])
	default:
		n = copy(p, first.data)
	}
	if err := s.account(int64(n) + hole); err != nil {
		return 0, 0, err
	}
	if rest := first.cut(int64(n) + hole); rest.size() > 0 {
		s.parts[0] = rest
	} else {
		s.parts = s.parts[1:]
	}
	return n, hole, nil
}

func (s *transfer) Send(p []byte) (int, error) {
	if err := s.account(int64(len(p))); err != nil {
		return 0, err
	}
	s.parts = append(s.parts, part{data: bytes.Clone(p)})
	return len(p), nil
}

func (s *transfer) SendHole(n int64) error {
	if err := s.account(n); err != nil {
		return err
	}
	s.parts = append(s.parts, part{hole: n})
	return nil
}

func (s *transfer) Finish(context.Context) error {
	s.end(s.volume.verdict)
	return s.volume.verdict
}

// errAborted is the end of a transfer that the client gave up.
var errAborted = fmt.Errorf("aborted by the client")

func (s *transfer) Abort(context.Context) error {
	s.end(errAborted)
	return nil
}
