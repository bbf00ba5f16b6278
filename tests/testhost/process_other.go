//go:build !linux

package testhost

import (
	"errors"
	"os/exec"
)

// Private hosts exist on Linux only: NeedRoot ends a test before it comes here.

func lockThread(*exec.Cmd) {}

func childOf(int) (int, error) { return 0, errors.New("needs Linux") }
