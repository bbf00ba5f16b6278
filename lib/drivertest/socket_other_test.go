//go:build !unix

package drivertest_test

import (
	"os"
	"testing"
)

// aSocket fails: no descriptors are passed here.
func aSocket(t *testing.T) *os.File {
	t.Helper()
	t.Fatal("no descriptors can be passed on this system")
	return nil
}
