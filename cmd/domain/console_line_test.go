//go:build unix

package domain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/lib/virt"
)

// patience is how long a test waits for what must come.
const patience = 20 * time.Second

// A guest is the other end of a line.
type guest struct {
	says  chan []byte // closed at the end of what it says
	heard chan []byte
	deaf  bool  // takes nothing
	err   error // after what it says, instead of the end

	once   sync.Once
	closed chan struct{}
	verdict
}

// verdict is how the stream was ended, at first.
type verdict struct{ finished, aborted bool }

func newGuest() *guest {
	return &guest{says: make(chan []byte, 10), heard: make(chan []byte, 100), closed: make(chan struct{})}
}

func (g *guest) Recv(p []byte) (int, int64, error) {
	select {
	case data, ok := <-g.says:
		switch {
		case ok:
			return copy(p, data), 0, nil
		case g.err != nil:
			return 0, 0, g.err
		}
		return 0, 0, io.EOF
	case <-g.closed:
		return 0, 0, io.EOF
	}
}

func (g *guest) Send(p []byte) (int, error) {
	if g.deaf {
		<-g.closed
		return 0, io.ErrClosedPipe
	}
	g.heard <- bytes.Clone(p)
	return len(p), nil
}

func (g *guest) SendHole(int64) error { return errors.New("a hole in what was typed") }

func (g *guest) Finish(context.Context) error {
	g.once.Do(func() { g.finished = true; close(g.closed) })
	return nil
}

func (g *guest) Abort(context.Context) error {
	g.once.Do(func() { g.aborted = true; close(g.closed) })
	return nil
}

// A seat is a terminal, its user, and what it showed.
type seat struct {
	t    *testing.T
	user *os.File // what the user types and sees
	tty  *os.File
	term *tty.Terminal
	was  *term.State
}

func newSeat(t *testing.T) *seat {
	t.Helper()
	user, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		user.Close()
		slave.Close()
	})
	s := &seat{t: t, user: user, tty: slave}
	var ok bool
	if s.term, ok = tty.Open(slave); !ok {
		t.Fatal("the terminal is none")
	}
	s.was = s.state()
	return s
}

func (s *seat) state() *term.State {
	s.t.Helper()
	state, err := term.GetState(int(s.tty.Fd()))
	if err != nil {
		s.t.Fatal(err)
	}
	return state
}

func (s *seat) restored() bool { return reflect.DeepEqual(s.was, s.state()) }

func (s *seat) typed(text string) {
	s.t.Helper()
	if _, err := s.user.WriteString(text); err != nil {
		s.t.Error(err)
	}
}

// connect connects g, and returns what ended it and what was shown.
func (s *seat) connect(ctx context.Context, g *guest, ready func(context.Context) error) (shown string, err error) {
	s.t.Helper()
	var out bytes.Buffer
	done := make(chan error, 1)
	l := &line{tty: s.term, out: &out, stream: g, escape: &escapeCharacter{"^]"}, ready: ready}
	go func() { done <- l.connect(ctx) }()
	select {
	case err := <-done:
		if !s.restored() {
			s.t.Error("the terminal is left raw")
		}
		return out.String(), err
	case <-time.After(patience):
		s.t.Fatal("the line does not end")
		return "", nil
	}
}

func (s *seat) hears(g *guest, want string) {
	s.t.Helper()
	var got []byte
	for len(got) < len(want) {
		select {
		case data := <-g.heard:
			got = append(got, data...)
		case <-time.After(patience):
			s.t.Fatalf("the guest heard %q, want %q", got, want)
		}
	}
	if string(got) != want {
		s.t.Errorf("the guest heard %q, want %q", got, want)
	}
}

func TestLineUntilTheEscape(t *testing.T) {
	s, g := newSeat(t), newGuest()
	g.says <- []byte("login: ")
	ready := func(context.Context) error {
		if s.restored() {
			t.Error("the terminal is not raw")
		}
		s.typed("root\r\x03\x04\x11\x1a") // what a terminal that is not raw would take for itself
		s.hears(g, "root\r\x03\x04\x11\x1a")
		s.typed("bye\x1dnext")
		return nil
	}
	shown, err := s.connect(t.Context(), g, ready)
	s.hears(g, "bye")
	if shown != "login: " || err != nil || g.verdict != (verdict{finished: true}) {
		t.Errorf("shown %q, %v, stream %+v", shown, err, g.verdict)
	}
}

// TestLineHint: a guest that says nothing is explained, once and only then.
func TestLineHint(t *testing.T) {
	for _, c := range []struct {
		name string
		busy bool
		want string
	}{{"silent", false, silentHint}, {"busy", true, ""}} {
		t.Run(c.name, func(t *testing.T) {
			s, g := newSeat(t), newGuest()
			told := make(chan string, 1)
			l := &line{tty: s.term, out: io.Discard, stream: g, escape: &escapeCharacter{"^]"}, notes: chanWriter(told), silence: time.Nanosecond}
			if c.busy {
				l.busy.Store(true)
			}
			l.ready = func(context.Context) error { s.typed("\x1d"); return nil }
			if !c.busy {
				l.ready = nil
				go func() { told <- <-told; s.typed("\x1d") }()
			}
			if err := l.connect(t.Context()); err != nil {
				t.Error(err)
			}
			select {
			case got := <-told:
				if got != c.want {
					t.Errorf("told %q, want %q", got, c.want)
				}
			default:
				if c.want != "" {
					t.Error("told nothing")
				}
			}
		})
	}
}

// A chanWriter sends what is written.
type chanWriter chan<- string

func (c chanWriter) Write(p []byte) (int, error) {
	c <- string(p)
	return len(p), nil
}

// TestLineTilde: the escape of ssh, and its help.
func TestLineTilde(t *testing.T) {
	s, g := newSeat(t), newGuest()
	told := make(chan string, 1)
	l := &line{tty: s.term, out: io.Discard, stream: g, escape: &tilde{lineStart: true}, notes: chanWriter(told)}
	l.ready = func(context.Context) error {
		s.typed("a~.\r~?")
		s.hears(g, "a~.\r")
		if got := <-told; got != tildeHelp {
			t.Errorf("told %q", got)
		}
		s.typed("~.")
		return nil
	}
	if err := l.connect(t.Context()); err != nil || !s.restored() {
		t.Errorf("%v, terminal restored: %v", err, s.restored())
	}
}

func TestLineEnds(t *testing.T) {
	taken := virt.Errorf(virt.FromStreams, virt.ErrOperationAborted, "taken over")
	refused := virt.Errorf(virt.FromQEMU, virt.ErrOperationInvalid, "no")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name  string
		ctx   context.Context
		guest func(*guest)
		ready error
		want  error
	}{
		{name: "with the guest", guest: func(g *guest) { close(g.says) }},
		{name: "when it is taken over", guest: func(g *guest) { g.err = taken; close(g.says) }, want: taken},
		{name: "with the context", ctx: cancelled, want: context.Canceled},
		{name: "when the domain does not go on", ready: refused, want: refused},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, g := newSeat(t), newGuest()
			g.says <- []byte("last words")
			if c.guest != nil {
				c.guest(g)
			}
			ctx := c.ctx
			if ctx == nil {
				ctx = t.Context()
			}
			_, err := s.connect(ctx, g, func(context.Context) error { return c.ready })
			if !errors.Is(err, c.want) || g.aborted != (c.want != nil) {
				t.Errorf("error %v, want %v; stream %+v", err, c.want, g.verdict)
			}
			// Nobody is left behind who would take what is typed next.
			s.typed("next\n")
			buf := make([]byte, 10)
			if n, err := s.tty.Read(buf); string(buf[:n]) != "next\n" {
				t.Errorf("read %q, %v after the end", buf[:n], err)
			}
		})
	}
}

// TestLineToADeafGuest: the escape byte works though nothing typed before it can
// be sent.
func TestLineToADeafGuest(t *testing.T) {
	s, g := newSeat(t), newGuest()
	g.deaf = true
	s.typed("ignored ")
	if _, err := s.connect(t.Context(), g, func(context.Context) error { s.typed("and ignored\x1d"); return nil }); err != nil {
		t.Error(err)
	}
}

func TestLineOfATerminalThatIsGone(t *testing.T) {
	s, g := newSeat(t), newGuest()
	var out bytes.Buffer
	l := &line{tty: s.term, out: &out, stream: g, escape: &escapeCharacter{"^]"}, ready: func(context.Context) error { return s.user.Close() }}
	err := l.connect(t.Context())
	if !errors.Is(err, virt.ErrInternalError) && !errors.Is(err, virt.ErrSystemError) || !g.aborted {
		t.Errorf("error %v, stream %+v", err, g.verdict)
	}
}
