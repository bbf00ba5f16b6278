package domain

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// inNamespaces calls f on a thread that is in the namespaces, so that the
// programs f starts are. security is nil for the label of this program.
func inNamespaces(namespaces []*os.File, security *containerSecurity, f func() error) error {
	done := make(chan error)
	go func() {
		// The thread cannot come back: it stays locked, and ends with the goroutine.
		runtime.LockOSThread()
		done <- func() error {
			// The label is written first, where /proc is still this machine's.
			if security != nil {
				if err := security.apply(); err != nil {
					return err
				}
			}
			// A thread that shares its root with others may not change the namespace
			// of its mounts.
			if err := unix.Unshare(unix.CLONE_FS); err != nil {
				return err
			}
			for _, ns := range namespaces {
				if err := unix.Setns(int(ns.Fd()), 0); err != nil {
					return err
				}
			}
			return f()
		}()
	}()
	return <-done
}
