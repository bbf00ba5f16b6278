package testhost

import (
	"context"
	"net"
	"sync"
	"time"
)

const (
	chunkSize = 64 << 10

	// queueLength chunks may be on their way in one direction, which at full
	// chunks and 100 ms of delay still is 640 MB/s.
	queueLength = 1024
)

// A direction carries the bytes of one direction of one connection.
type direction struct {
	line     Line
	from, to net.Conn
	cut      func()          // ends the whole connection
	record   *frameRecorder  // nil when nothing is recorded
	seen     func(bytes int) // called for each chunk as it comes in
	eof      func()          // called when the sender has ended
}

// A chunk is bytes on their way, and when they arrive.
type chunk struct {
	due  time.Time
	data []byte
}

// run carries bytes until the sender ends, the line is cut or ctx ends.
func (d *direction) run(ctx context.Context) {
	queue := make(chan chunk, queueLength)
	var reader sync.WaitGroup
	reader.Go(func() { d.receive(ctx, queue) })
	defer reader.Wait() // it ends with its connection, which ends with ctx
	var sent int64
	for {
		var c chunk
		var open bool
		select {
		case c, open = <-queue:
		case <-ctx.Done():
			return
		}
		if !open {
			closeWrite(d.to)
			return
		}
		if !sleepUntil(ctx, c.due) {
			return
		}
		data, last := d.passes(c.data, sent)
		if len(data) > 0 {
			d.record.write(data)
			if _, err := d.to.Write(data); err != nil {
				d.cut()
				return
			}
		}
		sent += int64(len(data))
		if last {
			d.end(ctx, queue)
			return
		}
		if d.line.Rate > 0 && !sleep(ctx, time.Duration(len(data))*time.Second/time.Duration(d.line.Rate)) {
			return
		}
	}
}

// receive reads chunks into the queue, and closes it at the sender's end.
func (d *direction) receive(ctx context.Context, queue chan<- chunk) {
	defer close(queue)
	size := int64(chunkSize)
	if d.line.Rate > 0 {
		size = min(size, max(1, d.line.Rate/50)) // a thin line flows, it does not gush
	}
	for {
		buf := make([]byte, size)
		n, err := d.from.Read(buf)
		if n > 0 {
			d.seen(n)
			select {
			case queue <- chunk{time.Now().Add(d.line.Delay), buf[:n]}:
			case <-ctx.Done():
				return
			}
		}
		if err != nil {
			d.eof()
			return
		}
	}
}

// passes returns what of data still arrives after sent bytes have, and
// whether that is the last that ever does.
func (d *direction) passes(data []byte, sent int64) (part []byte, last bool) {
	for _, limit := range []int64{d.line.CutAfter, d.line.StallAfter} {
		if limit > 0 && sent+int64(len(data)) >= limit {
			data, last = data[:max(0, limit-sent)], true
		}
	}
	return data, last
}

// end breaks the line as its description says.
func (d *direction) end(ctx context.Context, queue <-chan chunk) {
	if d.line.CutAfter > 0 && (d.line.StallAfter == 0 || d.line.CutAfter <= d.line.StallAfter) {
		d.cut()
		return
	}
	for { // swallow what comes, until the sender or the connection ends
		select {
		case _, open := <-queue:
			if !open {
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

// closeWrite tells the receiver that there is no more.
func closeWrite(c net.Conn) {
	if c, ok := c.(interface{ CloseWrite() error }); ok {
		_ = c.CloseWrite() // fails only when the receiver has gone, too
	}
}

// sleep reports false when ctx ended first.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func sleepUntil(ctx context.Context, due time.Time) bool { return sleep(ctx, time.Until(due)) }
