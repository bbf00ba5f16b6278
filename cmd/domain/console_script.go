package domain

import (
	"bytes"
	"context"
	"errors"
	"io"
	"regexp"
	"strconv"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// A script talks to a console in place of a user: it sends the first text and
// waits for the first pattern, sends the second one, and so on. Without patterns
// it watches until the guest or the time ends.
type script struct {
	send    [][]byte
	expect  []*regexp.Regexp
	timeout time.Duration // for all of it; 0: no limit
}

// scriptOptions are the options of which each makes a console do without a user.
var scriptOptions = []string{"send", "expect", "timeout"}

// scriptOf returns what the options say; nil for no script.
func scriptOf(a *vsh.Args) (*script, error) {
	if vsh.Count(a, scriptOptions...) == 0 {
		return nil, nil
	}
	var x script
	for _, text := range a.Argv("send") {
		data, err := unescape(text)
		if err != nil {
			return nil, vsh.Failf("--send: %s in '%s'", err, text)
		}
		x.send = append(x.send, data)
	}
	for _, text := range a.Argv("expect") {
		pattern, err := regexp.Compile(text)
		if err != nil {
			return nil, vsh.Failf("--expect: %s", err)
		}
		x.expect = append(x.expect, pattern)
	}
	var err error
	x.timeout, err = a.Seconds("timeout")
	return &x, err
}

// unescape returns the bytes that a text stands for in which a backslash begins an
// escape sequence of Go's strings: \r, \n, \t, \\, \x1b and so on.
func unescape(text string) ([]byte, error) {
	var data []byte
	for text != "" {
		r, multibyte, rest, err := strconv.UnquoteChar(text, 0)
		switch {
		case err != nil:
			return nil, errors.New("a backslash begins no escape sequence")
		case multibyte:
			data = append(data, string(r)...)
		default:
			data = append(data, byte(r))
		}
		text = rest
	}
	return data, nil
}

// errTime is why a script ended that had no more time.
var errTime = errors.New("the time is over")

// maxUnmatched is how much of what came is looked at for a pattern, which must not
// grow with what a guest prints. Older text is forgotten.
const maxUnmatched = 64 << 10

// run runs the script on a stream that was opened with ctx, and writes what comes
// to out. name is the domain's, for errors. It ends the stream.
func (x *script) run(ctx context.Context, stream libvirt.Stream, out io.Writer, name string) error {
	if x.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, x.timeout, errTime)
		defer cancel()
	}
	came := make(chan []byte)
	ended := make(chan error, 1)
	over := make(chan struct{})
	done := make(chan struct{}) // the receiver
	go func() {
		defer close(done)
		ended <- receiveAll(stream, came, over)
	}()
	// A send may wait for the guest. The end of ctx must not.
	unblock := context.AfterFunc(ctx, func() { _ = stream.Abort(context.WithoutCancel(ctx)) })
	err := x.steps(ctx, stream, came, ended, out, name)
	close(over)
	if !unblock() || err != nil || stream.Finish(ctx) != nil {
		_ = stream.Abort(context.WithoutCancel(ctx)) // nobody wants it any more
	}
	<-done
	return err
}

// receiveAll passes on what the stream has, until its end, an error, or over.
func receiveAll(stream libvirt.Stream, came chan<- []byte, over <-chan struct{}) error {
	buf := make([]byte, lineBuffer)
	for {
		n, _, err := stream.Recv(buf)
		if err != nil {
			return err // io.EOF at the end
		}
		select {
		case came <- bytes.Clone(buf[:n]):
		case <-over:
			return nil
		}
	}
}

// steps sends and waits in turn.
func (x *script) steps(ctx context.Context, stream libvirt.Stream, came <-chan []byte, ended <-chan error, out io.Writer, name string) error {
	w := &watcher{came: came, ended: ended, out: out}
	for i := range max(len(x.send), len(x.expect)) {
		if i < len(x.send) {
			if err := w.send(ctx, stream, x.send[i]); err != nil {
				return scriptError(ctx, err, "was not sent all", name)
			}
		}
		if i < len(x.expect) {
			if err := w.until(ctx, x.expect[i]); err != nil {
				return scriptError(ctx, err, "did not show '"+x.expect[i].String()+"'", name)
			}
		}
	}
	if len(x.expect) > 0 || len(x.send) > 0 && x.timeout == 0 {
		return nil
	}
	err := w.until(ctx, nil)
	if errors.Is(err, io.EOF) || ctx.Err() != nil && errors.Is(context.Cause(ctx), errTime) {
		return nil
	}
	return scriptError(ctx, err, "ended", name)
}

// scriptError returns the error of a script whose console did not do what it had
// to.
func scriptError(ctx context.Context, err error, what, name string) error {
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errTime):
		return vsh.Failf("the console of domain '%s' %s in time", name, what)
	case cause != nil:
		return cause
	case errors.Is(err, io.EOF):
		return vsh.Failf("the console of domain '%s' %s before it ended", name, what)
	}
	return err
}

// A watcher looks at what comes from a console.
type watcher struct {
	came  <-chan []byte
	ended <-chan error
	out   io.Writer
	text  []byte // came, and was not matched yet
}

// take writes what came and keeps it for a match.
func (w *watcher) take(data []byte) error {
	w.text = append(w.text, data...)
	w.text = w.text[max(0, len(w.text)-maxUnmatched):]
	_, err := w.out.Write(data)
	return err
}

// send sends data, and takes what comes meanwhile: a guest that cannot print may
// not read either.
func (w *watcher) send(ctx context.Context, stream libvirt.Stream, data []byte) error {
	sent := make(chan error, 1)
	go func() {
		_, err := stream.Send(data)
		sent <- err
	}()
	for {
		select {
		case err := <-sent:
			return err
		case data := <-w.came:
			if err := w.take(data); err != nil {
				return err
			}
		case <-ctx.Done():
			return errors.Join(ctx.Err(), <-sent) // which the end of ctx has aborted
		}
	}
}

// until takes what comes until pattern matches, and forgets the text up to the end
// of the match; nil matches nothing. io.EOF is the end of the console.
func (w *watcher) until(ctx context.Context, pattern *regexp.Regexp) error {
	for {
		if pattern != nil {
			if at := pattern.FindIndex(w.text); at != nil {
				w.text = w.text[at[1]:]
				return nil
			}
		} else {
			w.text = nil
		}
		select {
		case data := <-w.came:
			if err := w.take(data); err != nil {
				return err
			}
		case err := <-w.ended:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// scripted is the result of a console without a user: the bytes of the guest.
type scripted struct{ format.StreamFunc }

// Raw implements format.Raw.
func (scripted) Raw(format.PrinterOptions) bool { return true }
