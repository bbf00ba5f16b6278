//go:build !linux

package domain

import (
	"os"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// inNamespaces is an error: only Linux has namespaces.
func inNamespaces([]*os.File, *containerSecurity, func() error) error {
	return vsh.Failf("only a Linux system can enter a container")
}
