package libvirt_test

import (
	"errors"
	"testing"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestVersions(t *testing.T) {
	want(t, "Version", libvirt.Version(), virt.MakeVersion(9, 0, 0))
	for _, typ := range []string{"", "Test", "qemu", "remote"} {
		if v, err := libvirt.DriverVersion(typ); err != nil || v != libvirt.LibVersion {
			t.Errorf("DriverVersion(%q): %v, %v", typ, v, err)
		}
	}
	if v, err := libvirt.DriverVersion("nonsense"); v != 0 || !errors.Is(err, virt.ErrInvalidArg) {
		t.Errorf("DriverVersion of nonsense: %v, %v", v, err)
	}
}

func TestMaxCPUs(t *testing.T) {
	n := libvirt.NodeInfo{CPUs: 3, Nodes: 2, Sockets: 3, Cores: 4, Threads: 5}
	want(t, "MaxCPUs", n.MaxCPUs(), 120)
}
