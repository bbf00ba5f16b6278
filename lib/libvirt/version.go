package libvirt

import (
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/lib/virt"
)

// LibVersion is the release of libvirt whose API and behaviour this library
// has (LIBVIR_VERSION_NUMBER).
const LibVersion virt.Version = 9_000_000

// Initialize has nothing to do: no call of the library has to come first. It
// exists because the C API has it, and is safe to call often and from anywhere.
func Initialize() error { return nil }

// Version returns LibVersion (virGetVersion).
func Version() virt.Version { return LibVersion }

// DriverVersion returns the version of a driver by its type's name, "test" or
// "remote" or a hypervisor's that the remote driver reaches; letter case does
// not count and empty means the default driver. A driver that is not known is
// an error, and version 0.
func DriverVersion(typ string) (virt.Version, error) {
	known := []string{"", "remote", "test", "qemu", "lxc", "xen", "vbox", "vz", "bhyve", "ch", "openvz"}
	if !slices.Contains(known, strings.ToLower(typ)) {
		return 0, virt.Errorf(virt.FromNone, virt.ErrInvalidArg, "unknown driver type '%s'", typ)
	}
	return LibVersion, nil
}
