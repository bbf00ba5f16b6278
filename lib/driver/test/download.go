package test

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/virgo-vm/virgo/lib/virt"
)

// download is a stream of data that is all there. It is over when its context is.
type download struct {
	mu   sync.Mutex
	data []byte // what is left of it
	err  error  // why there is no more, before the end of the data; nil while there is
	stop func() bool
}

func newDownload(ctx context.Context, data []byte) *download {
	d := &download{data: data}
	d.stop = context.AfterFunc(ctx, func() { d.end(context.Cause(ctx)) })
	return d
}

// errStreamOver is the error of what comes after the end of a stream.
var errStreamOver = errors.New("the stream is over")

// end gives up what is left of the data. The first reason counts.
func (d *download) end(err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.data = nil
	if d.err == nil {
		d.err = err
	}
}

// Recv implements driver.Stream.
func (d *download) Recv(p []byte) (n int, hole int64, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.err != nil:
		return 0, 0, d.err
	case len(d.data) == 0:
		return 0, 0, io.EOF
	}
	n = copy(p, d.data)
	d.data = d.data[n:]
	return n, 0, nil
}

// Send implements driver.Stream: nothing can be sent.
func (d *download) Send([]byte) (int, error) { return 0, errNoUpload() }

// SendHole implements driver.Stream: nothing can be sent.
func (d *download) SendHole(int64) error { return errNoUpload() }

func errNoUpload() error {
	return virt.Errorf(virt.FromStreams, virt.ErrOperationInvalid, "the stream is only read")
}

// Finish implements driver.Stream.
func (d *download) Finish(context.Context) error {
	d.stop()
	d.end(errStreamOver)
	return nil
}

// Abort implements driver.Stream.
func (d *download) Abort(context.Context) error {
	d.stop()
	d.end(errStreamOver)
	return nil
}
