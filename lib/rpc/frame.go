package rpc

import (
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"os"
	"slices"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The layout of a frame: a length, which counts itself, then the header, then,
// in the types with descriptors, their number, then the payload.
const (
	lenSize    = protocol.MessageLenMax
	headerEnd  = lenSize + protocol.MessageHeaderMax
	minFrame   = headerEnd
	maxFrame   = lenSize + protocol.MessageMax
	serialAt   = lenSize + 16
	filesWord  = 4
	readChunk  = streamChunk // what is allocated for a payload of which nothing came yet
	maxPayload = protocol.MessagePayloadMax
)

// streamChunk is the most stream data that one frame carries
// (VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX).
const streamChunk = protocol.MessageLegacyPayloadMax

// frame is one received message. Who has it owns its buffer and its files.
type frame struct {
	protocol.Header
	payload []byte // in buf
	files   []*os.File
	size    int // on the wire, as the length word says
	buf     *buffer
}

// frameReader takes frames off a connection.
type frameReader struct {
	in   *input
	pool *bufferPool
	peer string // for errors: "server at 127.0.0.1:16509"
	head [headerEnd]byte
}

func newFrameReader(conn net.Conn, pool *bufferPool, peer string) *frameReader {
	return &frameReader{in: newInput(conn), pool: pool, peer: peer}
}

// close closes the descriptors that no frame took.
func (r *frameReader) close() { r.in.close() }

// read returns the next frame. At the end of the stream the error is io.EOF;
// bytes that are not the protocol's are a *virt.Error with code ErrRPC that
// names the peer.
func (r *frameReader) read() (frame, error) {
	head := r.head[:]
	if err := r.in.readFull(head[:lenSize]); err != nil {
		return frame{}, r.explain(err, 0)
	}
	size := int64(binary.BigEndian.Uint32(head))
	if size < minFrame || size > maxFrame {
		return frame{}, r.foreign(head[:lenSize], size)
	}
	if err := r.in.readFull(head[lenSize:]); err != nil {
		return frame{}, r.explain(err, lenSize)
	}
	f := frame{Header: decodeHeader(head[lenSize:]), size: int(size)}
	if err := r.check(&f.Header); err != nil {
		return frame{}, err
	}
	body, err := r.body(int(size) - headerEnd)
	if err != nil {
		return frame{}, r.explain(err, headerEnd)
	}
	f.buf, f.payload = body, body.b
	if withFiles(f.Type) {
		if err := r.files(&f); err != nil {
			r.pool.put(f.buf)
			return frame{}, err
		}
	}
	r.in.dropFiles()
	return f, nil
}

// body reads n bytes. It allocates as they come, not as they were announced: a
// peer that claims 32 MiB and sends nothing costs nothing.
func (r *frameReader) body(n int) (*buffer, error) {
	buf := r.pool.get()
	for len(buf.b) < n {
		have := len(buf.b)
		step := min(n-have, max(have, readChunk, cap(buf.b)-have))
		buf.b = slices.Grow(buf.b, step)[:have+step]
		if err := r.in.readFull(buf.b[have:]); err != nil {
			r.pool.put(buf)
			return nil, err
		}
	}
	return buf, nil
}

func (r *frameReader) files(f *frame) error {
	if len(f.payload) < filesWord {
		return r.errorf("sent a message with file descriptors that ends before their number")
	}
	n := binary.BigEndian.Uint32(f.payload)
	f.payload = f.payload[filesWord:]
	if n > protocol.MessageNumFDsMax {
		return r.errorf("sent a message with %d file descriptors, above the protocol's limit of %d", n, protocol.MessageNumFDsMax)
	}
	if n > 0 && r.in.files == nil {
		return r.errorf("sent a message with file descriptors over a connection that cannot carry them")
	}
	var err error
	if f.files, err = r.in.takeFiles(int(n)); err != nil {
		return r.explain(err, f.size)
	}
	return nil
}

// check refuses headers that no message has.
func (r *frameReader) check(h *protocol.Header) error {
	if h.Type < protocol.MessageTypeCall || h.Type > protocol.MessageTypeStreamHole {
		return r.errorf("sent a message of the unknown type %d (%s)", h.Type, describe(h))
	}
	if h.Status < protocol.MessageStatusOK || h.Status > protocol.MessageStatusContinue {
		return r.errorf("sent a message with the unknown status %d (%s)", h.Status, describe(h))
	}
	return nil
}

// explain words an end of the stream in the middle of a frame, of which got
// bytes came before the read that failed. Other errors, and the orderly end
// between frames, stay as they are.
func (r *frameReader) explain(err error, got int) error {
	if err == io.ErrUnexpectedEOF || err == io.EOF && got > 0 {
		return fmt.Errorf("the %s closed the connection in the middle of a message: %w", r.peer, io.ErrUnexpectedEOF)
	}
	return err
}

func (r *frameReader) errorf(format string, args ...any) error {
	return virt.Errorf(virt.FromRPC, virt.ErrRPC, "the %s %s", r.peer, fmt.Sprintf(format, args...))
}

func withFiles(t protocol.MessageType) bool {
	return t == protocol.MessageTypeCallWithFDs || t == protocol.MessageTypeReplyWithFDs
}

// describe names the message that h heads, for errors.
func describe(h *protocol.Header) string {
	if p := protocol.Lookup(h.Program, h.Procedure); p != nil {
		return fmt.Sprintf("procedure %s, version %d, serial %d", p.Name, h.Version, h.Serial)
	}
	return fmt.Sprintf("program %#x, version %d, procedure %d, serial %d", h.Program, h.Version, h.Procedure, h.Serial)
}

// decodeHeader reads the header of a frame. It is protocol.Header.Decode
// without the copy that a Decoder makes.
func decodeHeader(b []byte) protocol.Header {
	u := binary.BigEndian.Uint32
	return protocol.Header{
		Program: u(b), Version: u(b[4:]), Procedure: int32(u(b[8:])),
		Type: protocol.MessageType(u(b[12:])), Serial: u(b[16:]), Status: protocol.MessageStatus(u(b[20:])),
	}
}

// appendHeader appends the header of a frame and room for its length, which
// finishFrame fills in. b is empty.
func appendHeader(b []byte, h *protocol.Header) []byte {
	e := protocol.Encoder{Buf: append(b, 0, 0, 0, 0)}
	h.Encode(&e)
	return e.Buf
}

// finishFrame fills in the length of the frame that b is.
func finishFrame(b []byte) error {
	if len(b) > maxFrame {
		return &protocol.LimitError{What: "message", Size: len(b) - headerEnd, Limit: maxPayload}
	}
	binary.BigEndian.PutUint32(b, uint32(len(b)))
	return nil
}

// encodeFrame appends a whole frame to the empty b: header, the number of
// files where there are any, and m, which may be nil.
func encodeFrame(b []byte, h *protocol.Header, files int, m protocol.Message) ([]byte, error) {
	b = appendHeader(b, h)
	if withFiles(h.Type) {
		b = binary.BigEndian.AppendUint32(b, uint32(files))
	}
	if m != nil {
		var err error
		if b, err = protocol.Marshal(b, m); err != nil {
			return b, err
		}
	}
	return b, finishFrame(b)
}
