package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// BlockResize changes how large the guest sees a disk of the running domain, by
// its target or path. size counts KiB, or bytes with virt.DomainBlockResizeBytes.
func (d *Domain) BlockResize(ctx context.Context, disk string, size uint64, flags virt.DomainBlockResizeFlags) error {
	return protocol.DomainBlockResize.Call(ctx, d.conn,
		&protocol.DomainBlockResizeArgs{Dom: d.wire(), Disk: disk, Size: size, Flags: uint32(flags)})
}

// SetBlockThreshold asks for an event BLOCK_THRESHOLD once the running domain
// writes to a disk beyond an offset in bytes. dev is the disk's target, with the
// index of an image of its chain in brackets if it is not the first. 0 asks for
// none. No flags are defined.
func (d *Domain) SetBlockThreshold(ctx context.Context, dev string, threshold uint64, flags uint32) error {
	return protocol.DomainSetBlockThreshold.Call(ctx, d.conn,
		&protocol.DomainSetBlockThresholdArgs{Dom: d.wire(), Dev: dev, Threshold: threshold, Flags: flags})
}

// DiskError is a disk that failed, and how (virDomainDiskError).
type DiskError struct {
	Disk  string // target
	Error virt.DomainDiskErrorCode
}

// DiskErrors returns the disks of the running domain that failed. No flags are
// defined.
func (d *Domain) DiskErrors(ctx context.Context, flags uint32) ([]DiskError, error) {
	// As many as the protocol allows at once, and so without asking how many disks
	// there are.
	r, err := protocol.DomainGetDiskErrors.Call(ctx, d.conn,
		&protocol.DomainGetDiskErrorsArgs{Dom: d.wire(), MaxErrors: protocol.DomainDiskErrorsMax, Flags: flags})
	if err != nil {
		return nil, err
	}
	errs := make([]DiskError, len(r.Errors))
	for i, e := range r.Errors {
		errs[i] = DiskError{Disk: e.Disk, Error: virt.DomainDiskErrorCode(e.Error)}
	}
	return errs, nil
}
