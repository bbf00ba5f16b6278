package rpc

import (
	"fmt"
	"io"
	"net"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// FileConn is a connection that can also carry file descriptors, as
// transport.DialUnix returns.
type FileConn interface {
	net.Conn
	// ReadFiles is Read that also returns the descriptors that came with the
	// bytes. They belong to the caller, also when err is not nil.
	ReadFiles(p []byte) (n int, files []*os.File, err error)
	// WriteFile passes f beside one byte of value 0. The caller keeps f.
	WriteFile(f *os.File) error
	// CloneFile returns a second descriptor of what f has open.
	CloneFile(f *os.File) (*os.File, error)
}

// inputSize is the size of an input's buffer: room for a few small frames.
const inputSize = 16 << 10

// input is the buffered byte stream of a connection and the descriptors that
// come beside it. As it reads ahead, it remembers where in the stream each
// descriptor came.
type input struct {
	conn  net.Conn
	files FileConn // nil where the connection passes none

	buf  []byte // bytes read ahead
	pos  int64  // stream position of buf[0]: bytes taken so far
	mem  []byte
	came []arrival // in order
}

// arrival is a descriptor that nobody has taken yet. It came with the byte
// before end, or with one shortly before that.
type arrival struct {
	file *os.File
	end  int64
}

func newInput(conn net.Conn) *input {
	files, _ := conn.(FileConn)
	return &input{conn: conn, files: files, mem: make([]byte, inputSize)}
}

// readFull fills p. The error is io.EOF only when the stream ends before its
// first byte.
func (in *input) readFull(p []byte) error {
	n := in.take(p)
	for n < len(p) {
		rest := p[n:]
		var got int
		var err error
		if len(rest) >= len(in.mem) {
			got, err = in.read(rest, in.pos)
			in.pos += int64(got)
		} else {
			got, err = in.read(in.mem, in.pos)
			in.buf = in.mem[:got]
			got = in.take(rest)
		}
		n += got
		if err != nil && n < len(p) {
			if err == io.EOF && n > 0 {
				return io.ErrUnexpectedEOF
			}
			return err
		}
	}
	return nil
}

func (in *input) take(p []byte) int {
	n := copy(p, in.buf)
	in.buf = in.buf[n:]
	in.pos += int64(n)
	return n
}

// read reads once from the connection, whose next byte has stream position at.
func (in *input) read(p []byte, at int64) (n int, err error) {
	if in.files == nil {
		return in.conn.Read(p)
	}
	n, files, err := in.files.ReadFiles(p)
	for _, f := range files {
		in.came = append(in.came, arrival{f, at + int64(n)})
	}
	if len(in.came) > protocol.MessageNumFDsMax && err == nil {
		err = fmt.Errorf("more than %d file descriptors came unasked", protocol.MessageNumFDsMax)
	}
	return n, err
}

// takeFiles takes n descriptors and the n bytes that they come with, which
// stand next in the stream.
func (in *input) takeFiles(n int) ([]*os.File, error) {
	in.dropFiles() // what came earlier belongs to no message
	var zeros [protocol.MessageNumFDsMax]byte
	if err := in.readFull(zeros[:n]); err != nil {
		return nil, err
	}
	if len(in.came) < n {
		return nil, fmt.Errorf("the message promises %d file descriptors, and %d came", n, len(in.came))
	}
	files := make([]*os.File, n)
	for i := range files {
		files[i] = in.came[i].file
	}
	in.came = in.came[n:]
	return files, nil
}

// dropFiles closes the descriptors that came with bytes already taken.
func (in *input) dropFiles() {
	for len(in.came) > 0 && in.came[0].end <= in.pos {
		_ = in.came[0].file.Close()
		in.came = in.came[1:]
	}
}

// close closes all descriptors that nobody took. It does not close the
// connection.
func (in *input) close() {
	closeArrivals := in.came
	in.came = nil
	for _, a := range closeArrivals {
		_ = a.file.Close()
	}
}

// closeFiles closes descriptors that nobody wants.
func closeFiles(files []*os.File) {
	for _, f := range files {
		_ = f.Close()
	}
}
