package cmd

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// graceTime is how long the program may take to leave once it was told to.
const graceTime = 2 * time.Second

// untilTerminated returns a context that ends when the program is told to end or
// its terminal goes away, so that a terminal is given back as it was and the
// host is told goodbye. The function returns the exit status that this gives, or
// 0 if nothing of that kind happened. A second signal, or the first after a
// while, does what signals do where nobody takes them.
func untilTerminated(parent context.Context) (context.Context, func() int) {
	ctx, cancel := context.WithCancel(parent)
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) { // nohup means it
			signal.Notify(signals, s)
		}
	}
	ended := make(chan struct{})
	status := make(chan int, 1)
	go func() {
		select {
		case s := <-signals:
			signal.Stop(signals)
			time.AfterFunc(graceTime, func() { raise(s) })
			cancel()
			status <- signalStatus(s)
		case <-ended:
			status <- statusOK
		}
	}()
	return ctx, func() int {
		close(ended)
		signal.Stop(signals)
		cancel()
		return <-status
	}
}

// signalStatus is the exit status of a program that s ended, as shells count it.
func signalStatus(s os.Signal) int {
	const signaled = 128
	if n, ok := s.(syscall.Signal); ok {
		return signaled + int(n)
	}
	return statusFailed
}

// raise sends s to the program itself.
func raise(s os.Signal) {
	if p, err := os.FindProcess(os.Getpid()); err == nil {
		_ = p.Signal(s) // what cannot be sent here cannot have come either
	}
}
