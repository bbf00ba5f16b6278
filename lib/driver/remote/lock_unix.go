//go:build unix && !linux

package remote

import "syscall"

// lockCommand takes a lock that belongs to the process.
const lockCommand = syscall.F_SETLK
