//go:build unix

package domain

import (
	"os"
	"syscall"
)

// duplicate returns a file of its own for an open descriptor.
func duplicate(fd int) (*os.File, error) {
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, err := syscall.Dup(fd)
	if err != nil {
		return nil, err
	}
	syscall.CloseOnExec(n)
	return os.NewFile(uintptr(n), "passed descriptor"), nil
}
