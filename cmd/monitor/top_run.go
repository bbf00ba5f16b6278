package monitor

import (
	"context"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// top is the command while it runs.
type top struct {
	view     *topView
	meter    *meter
	terminal *tty.Terminal
	screen   *topScreen
}

// A reading is what a meter read.
type reading struct {
	rates []*domainRates
	err   error
}

// run has the terminal until the user quits, the host is lost or ctx ends, which is
// a normal end. The terminal is as before then.
func (t *top) run(ctx context.Context) (err error) {
	first, err := t.meter.read(ctx) // a host that refuses leaves the screen alone
	if err != nil {
		return err
	}
	t.view.update(first)
	restore, err := t.terminal.Raw()
	if err != nil {
		return err
	}
	defer restore()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel() // what is asked and done now
	keys, stop := t.keys()
	defer stop()
	resized, unnotify := tty.Resizes()
	defer unnotify()
	if err := t.screen.enter(); err != nil {
		return err
	}
	defer func() { err = vsh.Both(err, t.screen.leave()) }()
	return t.loop(ctx, keys, signalled(ctx, resized))
}

// signalled returns a channel that has a value after each of signals, until ctx
// ends.
func signalled[S any](ctx context.Context, signals <-chan S) <-chan struct{} {
	c := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-signals:
				select {
				case c <- struct{}{}:
				default: // it has one already
				}
			}
		}
	}()
	return c
}

// loop shows and takes keys. Neither waits for the host.
func (t *top) loop(ctx context.Context, keys <-chan []rune, resized <-chan struct{}) error {
	tick := time.NewTicker(t.view.interval)
	defer tick.Stop()
	readings := make(chan reading, 1)
	done := make(chan string, 1)
	asked := false // on its way; there is never more than one
	for {
		if err := t.screen.draw(t.view.frame); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-resized:
		case <-tick.C:
			if !asked {
				asked = true
				go func() {
					rates, err := t.meter.read(ctx)
					readings <- reading{rates, err}
				}()
			}
		case r := <-readings:
			asked = false
			switch {
			case ctx.Err() != nil:
				return nil
			case r.err != nil:
				return r.err
			}
			t.view.update(r.rates)
		case text := <-done:
			t.view.message = text
		case typed, ok := <-keys:
			if !ok {
				return nil // the terminal is gone
			}
			for _, k := range typed {
				action, quit := t.view.key(k)
				if quit {
					return nil
				}
				if action != nil {
					go act(ctx, action, done)
				}
			}
		}
	}
}

// act does what was confirmed, and tells what came of it.
func act(ctx context.Context, a *topAction, done chan<- string) {
	text := "Domain '" + a.domain.Name + "' " + a.done
	if err := a.do(ctx); err != nil {
		text = "error: " + strings.Join(vsh.ErrorLines(err), ": ")
	}
	select {
	case done <- text:
	case <-ctx.Done():
	}
}

// keys returns what is typed, a read at a time, until the terminal is gone or stop
// is called.
func (t *top) keys() (keys <-chan []rune, stop func()) {
	c := make(chan []rune)
	over, gone := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(gone)
		defer close(c)
		defer t.terminal.Close()
		buf := make([]byte, 256)
		for {
			n, err := t.terminal.Read(buf)
			if err != nil {
				return
			}
			select {
			case c <- keysOf(buf[:n]):
			case <-over:
				return
			}
		}
	}()
	return c, func() {
		close(over)
		if t.terminal.Stop() {
			<-gone
		}
	}
}

// rebooter returns what reboots dom in the way that the host chooses.
func rebooter(dom *libvirt.Domain) func(context.Context) error {
	return func(ctx context.Context) error { return dom.Reboot(ctx, 0) }
}
