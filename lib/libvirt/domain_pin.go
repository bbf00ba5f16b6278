package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// EmulatorPinInfo returns the host CPUs, of the first hostCPUs, that the threads
// of the hypervisor may run on which are no virtual CPUs and not for disks.
func (d *Domain) EmulatorPinInfo(ctx context.Context, hostCPUs int, flags virt.DomainModificationImpact) (virt.CPUMap, error) {
	maplen := len(virt.NewCPUMap(hostCPUs))
	r, err := protocol.DomainGetEmulatorPinInfo.Call(ctx, d.conn,
		&protocol.DomainGetEmulatorPinInfoArgs{Dom: d.wire(), MapLen: int32(maplen), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return r.CPUMaps, nil
}

// PinEmulator sets the host CPUs that these threads may run on.
func (d *Domain) PinEmulator(ctx context.Context, cpus virt.CPUMap, flags virt.DomainModificationImpact) error {
	return protocol.DomainPinEmulator.Call(ctx, d.conn,
		&protocol.DomainPinEmulatorArgs{Dom: d.wire(), CPUMap: cpus, Flags: uint32(flags)})
}

// SetVcpu plugs virtual CPUs in or takes them out. vcpus is their numbers in the
// form of a CPU list; a host changes all that it can only change together in one
// call, and no more.
func (d *Domain) SetVcpu(ctx context.Context, vcpus string, on bool, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetVcpu.Call(ctx, d.conn,
		&protocol.DomainSetVcpuArgs{Dom: d.wire(), CPUMap: vcpus, State: boolInt(on), Flags: uint32(flags)})
}

// GuestVcpus returns which virtual CPUs the guest has, which of them are on and
// which it can switch off: CPU lists named virt.DomainGuestVcpusVcpus and so on.
// The guest's agent tells. No flags are defined.
func (d *Domain) GuestVcpus(ctx context.Context, flags uint32) ([]virt.TypedParam, error) {
	r, err := protocol.DomainGetGuestVcpus.Call(ctx, d.conn, &protocol.DomainGetGuestVcpusArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}

// SetGuestVcpus lets the guest's agent switch virtual CPUs, a CPU list, on or
// off. No flags are defined.
func (d *Domain) SetGuestVcpus(ctx context.Context, vcpus string, on bool, flags uint32) error {
	return protocol.DomainSetGuestVcpus.Call(ctx, d.conn,
		&protocol.DomainSetGuestVcpusArgs{Dom: d.wire(), CPUMap: vcpus, State: boolInt(on), Flags: flags})
}
