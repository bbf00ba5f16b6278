//go:build unix

package drivertest_test

import (
	"os"
	"syscall"
	"testing"
)

// aSocket returns a socket, to be passed to a host.
func aSocket(t *testing.T) *os.File {
	t.Helper()
	pair, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Close(pair[1]); err != nil {
		t.Fatal(err)
	}
	return os.NewFile(uintptr(pair[0]), "socket")
}
