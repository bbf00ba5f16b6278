package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// SetBlkioParameters sets weights and limits of the domain's disk traffic, named
// virt.DomainBlkioWeight and so on; the others stay.
func (d *Domain) SetBlkioParameters(ctx context.Context, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetBlkioParameters.Call(ctx, d.conn,
		&protocol.DomainSetBlkioParametersArgs{Dom: d.wire(), Params: params, Flags: uint32(flags)})
}

// SetMemoryParameters sets limits of the domain's memory in KiB, named
// virt.DomainMemoryHardLimit and so on; the others stay.
// virt.DomainMemoryParamUnlimited takes a limit away.
func (d *Domain) SetMemoryParameters(ctx context.Context, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetMemoryParameters.Call(ctx, d.conn,
		&protocol.DomainSetMemoryParametersArgs{Dom: d.wire(), Params: params, Flags: uint32(flags)})
}

// SetNumaParameters sets where the domain's memory comes from: virt.DomainNumaNodeset
// and virt.DomainNumaMode.
func (d *Domain) SetNumaParameters(ctx context.Context, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetNumaParameters.Call(ctx, d.conn,
		&protocol.DomainSetNumaParametersArgs{Dom: d.wire(), Params: params, Flags: uint32(flags)})
}

// BlockIoTune returns the limits of the traffic of a disk, by its target or
// path. The number of limits is asked for without the disk, as hosts answer that
// for any.
func (d *Domain) BlockIoTune(ctx context.Context, disk string, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	return d.stringParams(ctx, flags, func(n int32, flags uint32) ([]virt.TypedParam, int32, error) {
		var named *string
		if n > 0 {
			named = &disk
		}
		r, err := protocol.DomainGetBlockIoTune.Call(ctx, d.conn,
			&protocol.DomainGetBlockIoTuneArgs{Dom: d.wire(), Disk: named, NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// SetBlockIoTune sets limits of the traffic of a disk, by its target or path.
// Limits that are not named stay, except that setting one of bytes or requests
// in total takes away those of reads and writes, and the other way round.
func (d *Domain) SetBlockIoTune(ctx context.Context, disk string, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetBlockIoTune.Call(ctx, d.conn,
		&protocol.DomainSetBlockIoTuneArgs{Dom: d.wire(), Disk: disk, Params: params, Flags: uint32(flags)})
}

// InterfaceParameters returns the bandwidth of a network interface, by its
// target or MAC address.
func (d *Domain) InterfaceParameters(ctx context.Context, device string, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	return d.stringParams(ctx, flags, func(n int32, flags uint32) ([]virt.TypedParam, int32, error) {
		r, err := protocol.DomainGetInterfaceParameters.Call(ctx, d.conn,
			&protocol.DomainGetInterfaceParametersArgs{Dom: d.wire(), Device: device, NParams: n, Flags: flags})
		if err != nil {
			return nil, 0, err
		}
		return r.Params, r.NParams, nil
	})
}

// SetInterfaceParameters sets the bandwidth of a network interface in KiB/s and
// KiB, by its target or MAC address. An average of 0 takes the limit of its
// direction away.
func (d *Domain) SetInterfaceParameters(ctx context.Context, device string, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetInterfaceParameters.Call(ctx, d.conn,
		&protocol.DomainSetInterfaceParametersArgs{Dom: d.wire(), Device: device, Params: params, Flags: uint32(flags)})
}

// PerfEvents returns the performance events there are, and whether each is
// counted.
func (d *Domain) PerfEvents(ctx context.Context, flags virt.DomainModificationImpact) ([]virt.TypedParam, error) {
	r, err := protocol.DomainGetPerfEvents.Call(ctx, d.conn, &protocol.DomainGetPerfEventsArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return r.Params, nil
}

// SetPerfEvents starts and stops counting performance events: a boolean for each
// that is to change.
func (d *Domain) SetPerfEvents(ctx context.Context, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetPerfEvents.Call(ctx, d.conn,
		&protocol.DomainSetPerfEventsArgs{Dom: d.wire(), Params: params, Flags: uint32(flags)})
}
