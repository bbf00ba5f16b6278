package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// IOThread is a thread of the hypervisor for disks, and the host CPUs that it
// may run on (virDomainIOThreadInfo).
type IOThread struct {
	ID       uint
	Affinity virt.CPUMap
}

// IOThreads returns the threads for disks: of the running domain or of the
// configuration.
func (d *Domain) IOThreads(ctx context.Context, flags virt.DomainModificationImpact) ([]IOThread, error) {
	r, err := protocol.DomainGetIOThreadInfo.Call(ctx, d.conn, &protocol.DomainGetIOThreadInfoArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	threads := make([]IOThread, len(r.Info))
	for i, w := range r.Info {
		threads[i] = IOThread{ID: uint(w.IOThreadID), Affinity: w.CPUMap}
	}
	return threads, nil
}

// PinIOThread sets the host CPUs that a thread for disks may run on.
func (d *Domain) PinIOThread(ctx context.Context, id uint, cpus virt.CPUMap, flags virt.DomainModificationImpact) error {
	return protocol.DomainPinIOThread.Call(ctx, d.conn,
		&protocol.DomainPinIOThreadArgs{Dom: d.wire(), IOThreadsID: uint32(id), CPUMap: cpus, Flags: uint32(flags)})
}

// AddIOThread adds a thread for disks; its id must not be 0.
func (d *Domain) AddIOThread(ctx context.Context, id uint, flags virt.DomainModificationImpact) error {
	return protocol.DomainAddIOThread.Call(ctx, d.conn,
		&protocol.DomainAddIOThreadArgs{Dom: d.wire(), IOThreadID: uint32(id), Flags: uint32(flags)})
}

// DelIOThread takes a thread for disks away. One that a disk uses is refused.
func (d *Domain) DelIOThread(ctx context.Context, id uint, flags virt.DomainModificationImpact) error {
	return protocol.DomainDelIOThread.Call(ctx, d.conn,
		&protocol.DomainDelIOThreadArgs{Dom: d.wire(), IOThreadID: uint32(id), Flags: uint32(flags)})
}

// SetIOThreadParams sets how a thread for disks polls, with parameters named
// virt.DomainIOThreadPollMaxNS and so on; the others stay.
func (d *Domain) SetIOThreadParams(ctx context.Context, id uint, params []virt.TypedParam, flags virt.DomainModificationImpact) error {
	return protocol.DomainSetIOThreadParams.Call(ctx, d.conn,
		&protocol.DomainSetIOThreadParamsArgs{Dom: d.wire(), IOThreadID: uint32(id), Params: params, Flags: uint32(flags)})
}
