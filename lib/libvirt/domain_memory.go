package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// MaxMemory returns how much memory in KiB the domain can have.
func (d *Domain) MaxMemory(ctx context.Context) (uint64, error) {
	r, err := protocol.DomainGetMaxMemory.Call(ctx, d.conn, &protocol.DomainGetMaxMemoryArgs{Dom: d.wire()})
	if err != nil {
		return 0, err
	}
	return r.Memory, nil
}

// SetMaxMemory sets how much memory in KiB the domain can have; zero is an
// error.
func (d *Domain) SetMaxMemory(ctx context.Context, kib uint64) error {
	return protocol.DomainSetMaxMemory.Call(ctx, d.conn, &protocol.DomainSetMaxMemoryArgs{Dom: d.wire(), Memory: kib})
}

// SetMemory sets how much memory in KiB the running domain has. Zero and more
// than the maximum are errors.
func (d *Domain) SetMemory(ctx context.Context, kib uint64) error {
	return protocol.DomainSetMemory.Call(ctx, d.conn, &protocol.DomainSetMemoryArgs{Dom: d.wire(), Memory: kib})
}

// SetMemoryFlags is SetMemory with flags: the running domain, the
// configuration, the maximum.
func (d *Domain) SetMemoryFlags(ctx context.Context, kib uint64, flags virt.DomainMemoryModFlags) error {
	return protocol.DomainSetMemoryFlags.Call(ctx, d.conn,
		&protocol.DomainSetMemoryFlagsArgs{Dom: d.wire(), Memory: kib, Flags: uint32(flags)})
}

// MemoryStat is one number that the guest's balloon driver tells
// (virDomainMemoryStatStruct); what unit it has depends on the tag.
type MemoryStat struct {
	Tag   virt.DomainMemoryStatTags
	Value uint64
}

// MemoryStats returns what is known of the memory of the running domain. No
// flags are defined.
func (d *Domain) MemoryStats(ctx context.Context, flags uint32) ([]MemoryStat, error) {
	r, err := protocol.DomainMemoryStats.Call(ctx, d.conn,
		&protocol.DomainMemoryStatsArgs{Dom: d.wire(), MaxStats: maxMemoryStats, Flags: flags})
	if err != nil {
		return nil, err
	}
	stats := make([]MemoryStat, len(r.Stats))
	for i, s := range r.Stats {
		stats[i] = MemoryStat{Tag: virt.DomainMemoryStatTags(s.Tag), Value: s.Val}
	}
	return stats, nil
}

// maxMemoryStats is how many numbers MemoryStats asks for: the protocol takes
// no more, and there are far fewer tags (REMOTE_DOMAIN_MEMORY_STATS_MAX).
const maxMemoryStats = protocol.DomainMemoryStatsMax

// SetMemoryStatsPeriod sets how often in seconds the guest's balloon driver
// tells its numbers; 0 stops it.
func (d *Domain) SetMemoryStatsPeriod(ctx context.Context, seconds int, flags virt.DomainMemoryModFlags) error {
	return protocol.DomainSetMemoryStatsPeriod.Call(ctx, d.conn,
		&protocol.DomainSetMemoryStatsPeriodArgs{Dom: d.wire(), Period: int32(seconds), Flags: uint32(flags)})
}
