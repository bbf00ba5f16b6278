package domain

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// A line is the connection between a terminal and a stream. It serves once.
type line struct {
	tty    *tty.Terminal
	out    io.Writer // where the terminal shows what comes
	stream libvirt.Stream
	escape escape
	ready  func(ctx context.Context) error // called once bytes flow; nil for nothing

	notes   io.Writer     // where the user is told something meanwhile
	silence time.Duration // after which the user is told why it may be; 0 for never
	busy    atomic.Bool   // something was typed, or came

	typed backlog
	over  chan struct{} // closed at the end
}

const (
	// lineBuffer is how many bytes are read at a time, in either direction.
	lineBuffer = 4 << 10
	// flushTime is how long what was typed before the escape may take to be
	// sent.
	flushTime = time.Second
	// silentTime is after how long a guest that says nothing makes people wonder.
	silentTime = 2 * time.Second
)

// silentHint is what helps then, most of the time.
const silentHint = "(nothing comes from the guest: press Enter; Linux prints here only with console=ttyS0 on its command line)\r\n"

// connect passes bytes in both directions, until one of the ends is reached: the
// escape, the end of the stream, an error, or the end of ctx. The terminal
// is raw meanwhile, and as before in any case after.
func (l *line) connect(ctx context.Context) error {
	signals := catch()
	defer signal.Stop(signals)
	restore, err := l.tty.Raw()
	if err != nil {
		_ = l.stream.Abort(ctx) // that it was no terminal is what matters
		return err
	}
	defer restore()

	l.over = make(chan struct{})
	l.typed.more = make(chan struct{}, 1)
	ended := make(chan error, 3) // one for each goroutine
	var transfer sync.WaitGroup
	transfer.Go(func() { ended <- l.receive() })
	transfer.Go(func() { ended <- l.send() })
	gone := make(chan struct{}) // the reader
	go func() { defer close(gone); ended <- l.read() }()

	var deadly os.Signal
	if l.ready != nil {
		err = l.ready(ctx)
	}
	if err == nil {
		deadly, err = l.wait(ctx, ended, signals)
	}

	close(l.over)
	if l.tty.Stop() {
		<-gone
	}
	restore() // now: from here on the user can interrupt again
	if err != nil || l.stream.Finish(ctx) != nil {
		_ = l.stream.Abort(ctx) // nobody wants it any more, so how it ends does not matter
	}
	transfer.Wait()
	if deadly != nil {
		return errors.Join(err, dieOf(deadly, signals))
	}
	return err
}

// catch catches the signals that would end the program without its restoring the
// terminal. Those that it was started to ignore stay ignored.
func catch() chan os.Signal {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, syscall.SIGPIPE) // ignored or not: see wait
	for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT} {
		if !signal.Ignored(s) {
			signal.Notify(caught, s)
		}
	}
	return caught
}

// wait returns what ends the line: what the first of the goroutines returns, the
// end of ctx, or a signal, which is returned too.
func (l *line) wait(ctx context.Context, ended <-chan error, signals <-chan os.Signal) (os.Signal, error) {
	var silent <-chan time.Time
	if l.silence > 0 {
		timer := time.NewTimer(l.silence)
		defer timer.Stop()
		silent = timer.C
	}
	for {
		select {
		case err := <-ended:
			return nil, err
		case <-silent:
			if !l.busy.Load() {
				l.note(silentHint)
			}
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case s := <-signals:
			if s != syscall.SIGPIPE { // the write that failed tells
				return s, vsh.Failf("the console was ended by a signal: %s", s)
			}
		}
	}
}

// dieOf lets a signal do what it does when nobody catches it. It was caught only
// so that the terminal could be restored.
func dieOf(s os.Signal, caught chan<- os.Signal) error {
	signal.Stop(caught)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		return err
	}
	return self.Signal(s)
}

// note tells the user something. That it cannot be told ends nothing.
func (l *line) note(text string) { _, _ = io.WriteString(l.notes, text) }

// receive shows what the stream has, until its end.
func (l *line) receive() error {
	buf := make([]byte, lineBuffer)
	for {
		n, _, err := l.stream.Recv(buf)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		l.busy.Store(true)
		if _, err := l.out.Write(buf[:n]); err != nil {
			return err
		}
	}
}

// read reads what is typed, until the escape.
func (l *line) read() error {
	defer l.tty.Close()
	buf := make([]byte, lineBuffer)
	for {
		n, err := l.tty.Read(buf)
		switch {
		case errors.Is(err, io.EOF):
			return virt.Errorf(virt.FromNone, virt.ErrInternalError, "EOF on stdin")
		case err != nil:
			return virt.Errorf(virt.FromNone, virt.ErrSystemError, "cannot read from stdin: %s", vsh.SystemText(err))
		}
		l.busy.Store(true)
		forGuest, help, end := l.escape.scan(buf[:n])
		l.typed.put(forGuest)
		if help {
			l.note(tildeHelp)
		}
		if end {
			break
		}
	}
	// The sender ends the line when it has sent all, but it may be stuck.
	l.typed.end()
	select {
	case <-time.After(flushTime):
	case <-l.over:
	}
	return nil
}

// send sends what was typed, until there is no more.
func (l *line) send() error {
	for {
		data, more := l.typed.take()
		if len(data) > 0 {
			if _, err := l.stream.Send(data); err != nil {
				return err
			}
			continue
		}
		if !more {
			return nil
		}
		select {
		case <-l.typed.more:
		case <-l.over:
			return nil
		}
	}
}

// A backlog is what was typed and not sent yet. It grows as it must: a guest
// that takes nothing must not keep the escape from being seen.
type backlog struct {
	more chan struct{} // has a value after put and end; capacity 1

	mu    sync.Mutex
	data  []byte
	ended bool
}

// put adds to the backlog. It keeps no reference to b.
func (l *backlog) put(b []byte) {
	l.mu.Lock()
	l.data = append(l.data, b...)
	l.mu.Unlock()
	l.wake()
}

// end says that there will be no more.
func (l *backlog) end() {
	l.mu.Lock()
	l.ended = true
	l.mu.Unlock()
	l.wake()
}

func (l *backlog) wake() {
	select {
	case l.more <- struct{}{}:
	default: // it has one already
	}
}

// take returns all of the backlog, and whether there can be more.
func (l *backlog) take() (data []byte, more bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	data, l.data = l.data, nil
	return data, !l.ended
}
