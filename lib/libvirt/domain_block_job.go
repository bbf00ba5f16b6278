package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// BlockJobInfo is how far the work on a disk is (virDomainBlockJobInfo). The disk
// is done at Cur == End, which count something that only the host knows.
type BlockJobInfo struct {
	Type      virt.DomainBlockJobType
	Bandwidth uint64 // MiB/s, or bytes/s where they were asked for; 0: no limit
	Cur, End  uint64
}

// BlockJobInfo returns how far the job on a disk, by its target or path, is, or nil
// if there is none.
func (d *Domain) BlockJobInfo(ctx context.Context, disk string, flags virt.DomainBlockJobInfoFlags) (*BlockJobInfo, error) {
	r, err := protocol.DomainGetBlockJobInfo.Call(ctx, d.conn,
		&protocol.DomainGetBlockJobInfoArgs{Dom: d.wire(), Path: disk, Flags: uint32(flags)})
	if err != nil || r.Found == 0 {
		return nil, err
	}
	return &BlockJobInfo{Type: virt.DomainBlockJobType(r.Type), Bandwidth: r.Bandwidth, Cur: r.Cur, End: r.End}, nil
}

// BlockJobAbort ends the job on a disk, by its target or path: it gives up, or a
// copy or commit in its second phase is concluded. It returns when the job has
// ended unless virt.DomainBlockJobAbortAsync is set.
func (d *Domain) BlockJobAbort(ctx context.Context, disk string, flags virt.DomainBlockJobAbortFlags) error {
	return protocol.DomainBlockJobAbort.Call(ctx, d.conn,
		&protocol.DomainBlockJobAbortArgs{Dom: d.wire(), Path: disk, Flags: uint32(flags)})
}

// BlockJobSetSpeed limits the job on a disk, by its target or path, to MiB/s, or
// with virt.DomainBlockJobSpeedBandwidthBytes to bytes/s; 0 takes the limit away.
func (d *Domain) BlockJobSetSpeed(ctx context.Context, disk string, bandwidth uint64, flags virt.DomainBlockJobSetSpeedFlags) error {
	return protocol.DomainBlockJobSetSpeed.Call(ctx, d.conn,
		&protocol.DomainBlockJobSetSpeedArgs{Dom: d.wire(), Path: disk, Bandwidth: bandwidth, Flags: uint32(flags)})
}

// BlockPull starts to copy into a disk, by its target or path, what it has from its
// backing images. The bandwidth is as for BlockJobSetSpeed, with a flag of its own.
func (d *Domain) BlockPull(ctx context.Context, disk string, bandwidth uint64, flags virt.DomainBlockPullFlags) error {
	return protocol.DomainBlockPull.Call(ctx, d.conn,
		&protocol.DomainBlockPullArgs{Dom: d.wire(), Path: disk, Bandwidth: bandwidth, Flags: uint32(flags)})
}

// BlockRebase is BlockPull down to the image base, which stays; empty for all of
// them. With virt.DomainBlockRebaseCopy it starts to copy the disk to the file base
// instead, which needs no XML as BlockCopy does.
func (d *Domain) BlockRebase(ctx context.Context, disk, base string, bandwidth uint64, flags virt.DomainBlockRebaseFlags) error {
	return protocol.DomainBlockRebase.Call(ctx, d.conn, &protocol.DomainBlockRebaseArgs{
		Dom: d.wire(), Path: disk, Base: optional(base), Bandwidth: bandwidth, Flags: uint32(flags),
	})
}

// BlockCopy starts to copy a disk, by its target or path, to what dest, the XML of a
// disk, says, and then to write to both. Parameters are virt.DomainBlockCopyBandwidth
// in bytes/s and so on. BlockJobAbort ends it.
func (d *Domain) BlockCopy(ctx context.Context, disk, dest string, params []virt.TypedParam, flags virt.DomainBlockCopyFlags) error {
	return protocol.DomainBlockCopy.Call(ctx, d.conn, &protocol.DomainBlockCopyArgs{
		Dom: d.wire(), Path: disk, DestXML: dest, Params: params, Flags: uint32(flags),
	})
}

// BlockCommit starts to move what a disk, by its target or path, has in its images
// from top down to above base into base. Empty names stand for the ends of the chain.
// The bandwidth is as for BlockJobSetSpeed, with a flag of its own.
func (d *Domain) BlockCommit(ctx context.Context, disk, base, top string, bandwidth uint64, flags virt.DomainBlockCommitFlags) error {
	return protocol.DomainBlockCommit.Call(ctx, d.conn, &protocol.DomainBlockCommitArgs{
		Dom: d.wire(), Disk: disk, Base: optional(base), Top: optional(top), Bandwidth: bandwidth, Flags: uint32(flags),
	})
}

// DomainBlockJobEvent tells that a job on a disk has ended, or is in its second
// phase.
type DomainBlockJobEvent struct {
	Domain *Domain
	Disk   string
	Type   virt.DomainBlockJobType
	Status virt.ConnectDomainEventBlockJobStatus
	Lost   int // as in DomainEvent
}

// BlockJobEvents is DomainEvents for jobs on disks, which are named by the path of
// their image.
func (c *Conn) BlockJobEvents(ctx context.Context) (<-chan DomainBlockJobEvent, error) {
	return typedDomainEvents(ctx, c, virt.DomainEventIDBlockJob, blockJobEvent)
}

// BlockJob2Events is BlockJobEvents with the disks named by their target
// (VIR_DOMAIN_EVENT_ID_BLOCK_JOB_2).
func (c *Conn) BlockJob2Events(ctx context.Context) (<-chan DomainBlockJobEvent, error) {
	return typedDomainEvents(ctx, c, virt.DomainEventIDBlockJob2, blockJobEvent)
}

func blockJobEvent(ev AnyDomainEvent) (DomainBlockJobEvent, bool) {
	d, ok := ev.Data.(DomainBlockJob)
	return DomainBlockJobEvent{Domain: ev.Object, Disk: d.Disk, Type: d.Type, Status: d.Status, Lost: ev.Lost}, ok
}
