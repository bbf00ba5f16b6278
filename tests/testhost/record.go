package testhost

import (
	"encoding/binary"
	"fmt"
	"io"
	"sync"
)

// maxFrame is the longest RPC message, VIR_NET_MESSAGE_MAX with its length word.
const maxFrame = 32<<20 + 4

// A recorder writes the messages of all connections of a proxy to one writer.
type recorder struct {
	mu sync.Mutex
	w  io.Writer
}

// direction is a recorder of one direction; nil on a nil recorder.
func (r *recorder) direction(from byte) *frameRecorder {
	if r == nil {
		return nil
	}
	return &frameRecorder{to: r, from: from}
}

// A frameRecorder puts messages together from the bytes of one direction.
type frameRecorder struct {
	to   *recorder
	from byte // 'C' or 'S'
	buf  []byte
	lost bool // the bytes are no messages
}

// write takes the next bytes; it does nothing on a nil recorder.
func (f *frameRecorder) write(data []byte) {
	if f == nil || f.lost {
		return
	}
	f.buf = append(f.buf, data...)
	for len(f.buf) >= 4 {
		n := binary.BigEndian.Uint32(f.buf)
		if n < 4 || n > maxFrame {
			f.lost = true
			f.line("not a message: %x", f.buf[:4])
			return
		}
		if uint32(len(f.buf)) < n {
			return
		}
		f.line("%x", f.buf[:n])
		f.buf = f.buf[n:]
	}
}

func (f *frameRecorder) line(format string, args ...any) {
	f.to.mu.Lock()
	defer f.to.mu.Unlock()
	_, _ = fmt.Fprintf(f.to.w, "%c "+format+"\n", append([]any{f.from}, args...)...) // the test reads the writer and sees what is missing
}
