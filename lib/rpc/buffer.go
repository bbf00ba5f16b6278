package rpc

import "sync"

// maxPooled is the capacity above which a buffer is left to the garbage
// collector: twice the largest frame of a stream, rounded up.
const maxPooled = 1 << 20

// buffer is reusable memory for one frame.
type buffer struct{ b []byte }

// bufferPool keeps the buffers of one connection for reuse. The zero value is
// ready to use.
type bufferPool struct{ p sync.Pool }

// get returns an empty buffer.
func (p *bufferPool) get() *buffer {
	if b, ok := p.p.Get().(*buffer); ok {
		b.b = b.b[:0]
		return b
	}
	return new(buffer)
}

// put takes b back. Nobody may use it any more.
func (p *bufferPool) put(b *buffer) {
	if b != nil && cap(b.b) <= maxPooled {
		p.p.Put(b)
	}
}
