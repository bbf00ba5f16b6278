package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// CompareCPU tells how the host's CPU compares with the one that xml describes.
func (c *Conn) CompareCPU(ctx context.Context, xml string, flags virt.ConnectCompareCPUFlags) (virt.CPUCompareResult, error) {
	r, err := protocol.ConnectCompareCPU.Call(ctx, c, &protocol.ConnectCompareCPUArgs{XML: xml, Flags: uint32(flags)})
	if err != nil {
		return virt.CPUCompareError, err
	}
	return virt.CPUCompareResult(r.Result), nil
}

// BaselineCPU returns the XML of the richest CPU that is compatible with all that
// cpus describe, one element each.
func (c *Conn) BaselineCPU(ctx context.Context, cpus []string, flags virt.ConnectBaselineCPUFlags) (string, error) {
	r, err := protocol.ConnectBaselineCPU.Call(ctx, c, &protocol.ConnectBaselineCPUArgs{XMLCPUs: cpus, Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.CPU, nil
}

// CPUModelNames returns the names of the CPU models that libvirt knows for an
// architecture. None means that it has no list and takes any name. No flags are
// defined.
func (c *Conn) CPUModelNames(ctx context.Context, arch string, flags uint32) ([]string, error) {
	r, err := protocol.ConnectGetCPUModelNames.Call(ctx, c,
		&protocol.ConnectGetCPUModelNamesArgs{Arch: arch, NeedResults: 1, Flags: flags})
	if err != nil {
		return nil, err
	}
	return r.Models, nil
}

// Emulation is what guests run on: an emulator program, an architecture, a
// machine type and a virtualization type. What is empty is the host's choice.
type Emulation struct {
	Emulator, Arch, Machine, VirtType string
}

// CompareHypervisorCPU is CompareCPU with the CPU that the hypervisor can give to
// guests.
func (c *Conn) CompareHypervisorCPU(ctx context.Context, e Emulation, xml string, flags virt.ConnectCompareCPUFlags) (virt.CPUCompareResult, error) {
	r, err := protocol.ConnectCompareHypervisorCPU.Call(ctx, c, &protocol.ConnectCompareHypervisorCPUArgs{
		Emulator: optional(e.Emulator), Arch: optional(e.Arch), Machine: optional(e.Machine), VirtType: optional(e.VirtType),
		XMLCPU: xml, Flags: uint32(flags),
	})
	if err != nil {
		return virt.CPUCompareError, err
	}
	return virt.CPUCompareResult(r.Result), nil
}

// BaselineHypervisorCPU is BaselineCPU with the features that the hypervisor can
// give to guests.
func (c *Conn) BaselineHypervisorCPU(ctx context.Context, e Emulation, cpus []string, flags virt.ConnectBaselineCPUFlags) (string, error) {
	r, err := protocol.ConnectBaselineHypervisorCPU.Call(ctx, c, &protocol.ConnectBaselineHypervisorCPUArgs{
		Emulator: optional(e.Emulator), Arch: optional(e.Arch), Machine: optional(e.Machine), VirtType: optional(e.VirtType),
		XMLCPUs: cpus, Flags: uint32(flags),
	})
	if err != nil {
		return "", err
	}
	return r.CPU, nil
}
