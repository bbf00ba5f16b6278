package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// MigrateMaxDowntime returns for how many milliseconds the domain may stand still
// at the end of a live migration.
func (d *Domain) MigrateMaxDowntime(ctx context.Context) (uint64, error) {
	r, err := protocol.DomainMigrateGetMaxDowntime.Call(ctx, d.conn, &protocol.DomainMigrateGetMaxDowntimeArgs{Dom: d.wire()})
	if err != nil {
		return 0, err
	}
	return r.Downtime, nil
}

// MigrateSetMaxDowntime sets for how many milliseconds the domain may stand still
// at the end of a live migration, one that runs included. Zero is refused.
func (d *Domain) MigrateSetMaxDowntime(ctx context.Context, milliseconds uint64) error {
	return protocol.DomainMigrateSetMaxDowntime.Call(ctx, d.conn,
		&protocol.DomainMigrateSetMaxDowntimeArgs{Dom: d.wire(), Downtime: milliseconds})
}

// MigrateCompressionCache returns the bytes of the cache in which a migration
// with virt.MigrateCompressed looks for memory that was sent before.
func (d *Domain) MigrateCompressionCache(ctx context.Context) (uint64, error) {
	r, err := protocol.DomainMigrateGetCompressionCache.Call(ctx, d.conn, &protocol.DomainMigrateGetCompressionCacheArgs{Dom: d.wire()})
	if err != nil {
		return 0, err
	}
	return r.CacheSize, nil
}

// MigrateSetCompressionCache sets the bytes of the cache that
// MigrateCompressionCache returns. Hypervisors may take powers of two only.
func (d *Domain) MigrateSetCompressionCache(ctx context.Context, bytes uint64) error {
	return protocol.DomainMigrateSetCompressionCache.Call(ctx, d.conn,
		&protocol.DomainMigrateSetCompressionCacheArgs{Dom: d.wire(), CacheSize: bytes})
}

// MigrateMaxSpeed returns how many MiB/s a migration may send, or with
// virt.DomainMigrateMaxSpeedPostcopy its post-copy phase, where 0 is no limit.
func (d *Domain) MigrateMaxSpeed(ctx context.Context, flags virt.DomainMigrateMaxSpeedFlags) (uint64, error) {
	r, err := protocol.DomainMigrateGetMaxSpeed.Call(ctx, d.conn,
		&protocol.DomainMigrateGetMaxSpeedArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, err
	}
	return r.Bandwidth, nil
}

// MigrateSetMaxSpeed sets how many MiB/s a migration may send, one that runs
// included. The flags are those of MigrateMaxSpeed.
func (d *Domain) MigrateSetMaxSpeed(ctx context.Context, mibPerSecond uint64, flags virt.DomainMigrateMaxSpeedFlags) error {
	return protocol.DomainMigrateSetMaxSpeed.Call(ctx, d.conn,
		&protocol.DomainMigrateSetMaxSpeedArgs{Dom: d.wire(), Bandwidth: mibPerSecond, Flags: uint32(flags)})
}

// MigrateStartPostCopy makes the domain run on the destination at once, and fetch
// from the source what memory it lacks. A migration with virt.MigratePostcopy must
// be running; if it fails from now on, the domain is lost.
func (d *Domain) MigrateStartPostCopy(ctx context.Context) error {
	return protocol.DomainMigrateStartPostCopy.Call(ctx, d.conn, &protocol.DomainMigrateStartPostCopyArgs{Dom: d.wire()})
}
