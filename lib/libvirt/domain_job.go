package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// JobInfo is how far the job of a domain is (virDomainJobInfo): a migration,
// save, dump and the like. Times are in milliseconds, sizes in bytes. All but
// Type is 0 where the host cannot tell.
type JobInfo struct {
	Type          virt.DomainJobType
	TimeElapsed   uint64
	TimeRemaining uint64 // of bounded jobs

	DataTotal, DataProcessed, DataRemaining uint64 // of memory and files together
	MemTotal, MemProcessed, MemRemaining    uint64
	FileTotal, FileProcessed, FileRemaining uint64
}

// JobInfo returns how far the domain's job is. Without a job its type is
// virt.DomainJobNone.
func (d *Domain) JobInfo(ctx context.Context) (JobInfo, error) {
	r, err := protocol.DomainGetJobInfo.Call(ctx, d.conn, &protocol.DomainGetJobInfoArgs{Dom: d.wire()})
	if err != nil {
		return JobInfo{}, err
	}
	return JobInfo{
		Type: virt.DomainJobType(r.Type), TimeElapsed: r.TimeElapsed, TimeRemaining: r.TimeRemaining,
		DataTotal: r.DataTotal, DataProcessed: r.DataProcessed, DataRemaining: r.DataRemaining,
		MemTotal: r.MemTotal, MemProcessed: r.MemProcessed, MemRemaining: r.MemRemaining,
		FileTotal: r.FileTotal, FileProcessed: r.FileProcessed, FileRemaining: r.FileRemaining,
	}, nil
}

// JobStats is JobInfo with whatever else the host can tell, as parameters
// virt.DomainJobTimeElapsed and so on, or, with virt.DomainJobStatsCompleted, the
// same of the job that ended last. Unless they are to be kept, the host forgets
// those numbers then.
func (d *Domain) JobStats(ctx context.Context, flags virt.DomainGetJobStatsFlags) (virt.DomainJobType, []virt.TypedParam, error) {
	r, err := protocol.DomainGetJobStats.Call(ctx, d.conn, &protocol.DomainGetJobStatsArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, nil, err
	}
	return virt.DomainJobType(r.Type), r.Params, nil
}

// AbortJob asks the host to give up the domain's job. The call that started the
// job then fails.
func (d *Domain) AbortJob(ctx context.Context) error {
	return protocol.DomainAbortJob.Call(ctx, d.conn, &protocol.DomainAbortJobArgs{Dom: d.wire()})
}

// AbortJobFlags is AbortJob with flags: the interruption of a migration that is
// in its post-copy phase, which leaves the guest paused on both hosts.
func (d *Domain) AbortJobFlags(ctx context.Context, flags virt.DomainAbortJobFlagsValues) error {
	return protocol.DomainAbortJobFlags.Call(ctx, d.conn, &protocol.DomainAbortJobFlagsArgs{Dom: d.wire(), Flags: uint32(flags)})
}
