package rpc

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"testing/iotest"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// readerConn is a connection that only has a reading side.
type readerConn struct {
	net.Conn
	r io.Reader
}

func (c readerConn) Read(p []byte) (int, error) { return c.r.Read(p) }

// encoded returns the frame of h and payload.
func encoded(h protocol.Header, payload []byte) []byte {
	b := append(appendHeader(nil, &h), payload...)
	if err := finishFrame(b); err != nil {
		panic(err)
	}
	return b
}

func TestFramesRoundTrip(t *testing.T) {
	var pool bufferPool
	var wire []byte
	sizes := []int{0, 4, 8, 100, inputSize - 28, inputSize, readChunk, readChunk + 4, streamChunk, 1 << 20}
	for i, n := range sizes {
		wire = append(wire, encoded(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 7,
			Type: protocol.MessageTypeStream, Serial: uint32(i), Status: protocol.MessageStatusContinue}, bytes.Repeat([]byte{byte(i)}, n))...)
	}
	for name, r := range map[string]io.Reader{
		"whole":     bytes.NewReader(wire),
		"halves":    iotest.HalfReader(bytes.NewReader(wire)),
		"with EOF":  iotest.DataErrReader(bytes.NewReader(wire)),
		"byte-wise": iotest.OneByteReader(bytes.NewReader(wire)),
	} {
		t.Run(name, func(t *testing.T) {
			in := newFrameReader(readerConn{r: r}, &pool, "peer")
			for i, n := range sizes {
				f, err := in.read()
				if err != nil {
					t.Fatal(err)
				}
				if f.Serial != uint32(i) || f.size != 28+n || !bytes.Equal(f.payload, bytes.Repeat([]byte{byte(i)}, n)) {
					t.Errorf("frame %d has %d bytes, header %+v", i, f.size, f.Header)
				}
				pool.put(f.buf)
			}
			if _, err := in.read(); err != io.EOF {
				t.Errorf("after the last frame: %v", err)
			}
		})
	}
}

func TestFrameBeyondTheLimitIsNotMade(t *testing.T) {
	h := protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1}
	if err := finishFrame(append(appendHeader(nil, &h), make([]byte, maxPayload)...)); err != nil {
		t.Errorf("the largest payload: %v", err)
	}
	if err := finishFrame(append(appendHeader(nil, &h), make([]byte, maxPayload+1)...)); err == nil {
		t.Error("a byte more has no error")
	}
}

// The reader gives back exactly the bytes that it was given, or an error of the
// API, and takes no more memory than came.
func FuzzFrame(f *testing.F) {
	call := encoded(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 1}, []byte{0, 0, 0, 0, 0, 0, 0, 0})
	stream := encoded(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 209,
		Type: protocol.MessageTypeStream, Status: protocol.MessageStatusContinue}, make([]byte, 100))
	files := encoded(protocol.Header{Program: protocol.RemoteProgram, Version: 1, Procedure: 9,
		Type: protocol.MessageTypeReplyWithFDs}, []byte{0, 0, 0, 0})
	f.Add(append(append(append([]byte{}, call...), stream...), files...))
	f.Add(call[:10])
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Add([]byte{0, 0, 0, 27, 0})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Add(append([]byte{2, 0, 0, 4}, make([]byte, 100)...))
	f.Fuzz(func(t *testing.T, wire []byte) {
		var pool bufferPool
		in := newFrameReader(readerConn{r: bytes.NewReader(wire)}, &pool, "peer")
		var again []byte
		for {
			f, err := in.read()
			if err == nil {
				payload := f.payload
				if withFiles(f.Type) { // none can come over this connection
					payload = append([]byte{0, 0, 0, 0}, payload...)
				}
				again = append(again, encoded(f.Header, payload)...)
				if limit := max(4*len(wire), 2*readChunk); cap(f.buf.b) > limit {
					t.Fatalf("%d bytes allocated for %d", cap(f.buf.b), len(wire))
				}
				continue
			}
			if !bytes.HasPrefix(wire, again) {
				t.Fatalf("frames of % x read as % x", wire, again)
			}
			if err == io.EOF && len(again) != len(wire) {
				t.Fatalf("a good end after %d of %d bytes", len(again), len(wire))
			}
			if e := new(virt.Error); err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &e) {
				t.Fatalf("the error is %v", err)
			}
			return
		}
	})
}

func TestSameFiles(t *testing.T) {
	a := []*os.File{nil}
	if !sameFiles(a, a) || sameFiles(a, []*os.File{nil}) || sameFiles(nil, nil) {
		t.Error("sameFiles does not tell slices apart")
	}
}
