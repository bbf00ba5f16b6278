package cmd

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
)

// interrupts tells what Ctrl-C does while a command runs: it cancels the
// command. At the prompt any number of them do no more; elsewhere the second
// one ends the program at once, as if nobody caught it.
type interrupts struct {
	again bool
	// elsewhere tells that the keyboard belongs to another program meanwhile.
	elsewhere atomic.Bool
}

// context returns a context that the next Ctrl-C cancels, and a function to be
// called at the end of the command, which reports whether one came.
func (i *interrupts) context(parent context.Context) (context.Context, func() bool) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	ended := make(chan struct{})
	came := make(chan bool, 1)
	go func() {
		for {
			select {
			case <-signals:
				if i.elsewhere.Load() {
					continue
				}
				if !i.again {
					signal.Stop(signals)
				}
				cancel()
				came <- true
			case <-ended:
				came <- false
			}
			return
		}
	}()
	return ctx, func() bool {
		close(ended)
		interrupted := <-came
		signal.Stop(signals)
		cancel()
		return interrupted
	}
}
