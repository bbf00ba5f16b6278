package vsh

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// A Meter shows on a terminal how far a long transfer is, and how fast. A nil
// Meter shows nothing.
type Meter struct {
	w     io.Writer
	now   func() time.Time
	width int // columns of the terminal
	label string
	total int64 // bytes; 0 if unknown

	done  int64
	start time.Time
	shown time.Time // when the line was written last
	line  int       // its length
}

const (
	// meterDelay is how long a transfer takes before there is anything to see:
	// short ones leave no trace.
	meterDelay = 500 * time.Millisecond
	// meterInterval is the time from one line to the next.
	meterInterval = 200 * time.Millisecond
)

// Meter starts to measure a transfer of total bytes, 0 if nobody knows. It is nil
// where nobody watches: the error output is no terminal, the user wants quiet, or
// a program reads the results.
func (s *Session) Meter(label string, total int64) *Meter {
	if s.ErrWidth == nil || s.Quiet || s.Format.Machine() {
		return nil
	}
	width := s.ErrWidth()
	if width == 0 {
		return nil
	}
	return &Meter{w: s.Err, now: s.Now, width: width, label: label, total: total, start: s.Now()}
}

// Expect sets how many bytes the transfer has.
func (m *Meter) Expect(total int64) {
	if m != nil {
		m.total = max(total, 0)
	}
}

// Stream returns a stream that counts what goes through it, holes too.
func (m *Meter) Stream(stream libvirt.Stream) libvirt.Stream {
	if m == nil {
		return stream
	}
	return meteredStream{stream, m}
}

// End takes the line away.
func (m *Meter) End() {
	if m != nil && m.line > 0 {
		fmt.Fprintf(m.w, "\r%s\r", strings.Repeat(" ", m.line))
		m.line = 0
	}
}

// add counts n bytes.
func (m *Meter) add(n int64) {
	m.done += n
	now := m.now()
	if n <= 0 || now.Sub(m.start) < meterDelay || now.Sub(m.shown) < meterInterval {
		return
	}
	m.shown = now
	text := m.text(now.Sub(m.start))
	fmt.Fprintf(m.w, "\r%s%s", text, strings.Repeat(" ", max(m.line-len(text), 0)))
	m.line = max(m.line, len(text))
}

// meterBar is the length of the bar.
const meterBar = 20

// text returns the line after so much time. It is cut to the terminal, where it
// would else begin a second one.
func (m *Meter) text(took time.Duration) string {
	rate := float64(m.done) / took.Seconds()
	text := fmt.Sprintf("%s  %s  %s/s", m.label, format.SizeText(uint64(m.done)), format.SizeText(uint64(rate)))
	if m.total > 0 {
		share := min(float64(m.done)/float64(m.total), 1)
		full := int(share * meterBar)
		text = fmt.Sprintf("%s  [%s%s] %3d%%  %s/s", m.label, strings.Repeat("#", full), strings.Repeat(".", meterBar-full),
			int(share*100), format.SizeText(uint64(rate)))
		if rate > 0 {
			left := time.Duration(float64(max(m.total-m.done, 0)) / rate * float64(time.Second))
			text += fmt.Sprintf("  %s left", left.Round(time.Second))
		}
	}
	return text[:min(len(text), max(m.width-1, 0))]
}

// meteredStream counts what goes through a stream.
type meteredStream struct {
	libvirt.Stream
	meter *Meter
}

// Recv counts what comes.
func (s meteredStream) Recv(p []byte) (n int, hole int64, err error) {
	n, hole, err = s.Stream.Recv(p)
	s.meter.add(int64(n) + hole)
	return n, hole, err
}

// Send counts what goes.
func (s meteredStream) Send(p []byte) (int, error) {
	n, err := s.Stream.Send(p)
	s.meter.add(int64(n))
	return n, err
}

// SendHole counts the hole.
func (s meteredStream) SendHole(n int64) error {
	err := s.Stream.SendHole(n)
	if err == nil {
		s.meter.add(n)
	}
	return err
}
