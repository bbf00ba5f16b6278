package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DomainLeftovers is what a host keeps of a domain besides its configuration,
// and what so stands in the way of Undefine.
type DomainLeftovers struct {
	Active      bool // then nothing stands in the way, and all else is zero
	ManagedSave bool // there is a file of ManagedSave
	Snapshots   int
	// Metadata is how many of the snapshots the host keeps a record of. Old hosts
	// do not tell, and would strand those records: then it is all of them.
	Metadata     int
	MetadataTold bool
}

// Leftovers returns what stands in the way of Undefine, all of it asked for at
// once. Hosts that do not know a kind of leftovers have none of it.
func (d *Domain) Leftovers(ctx context.Context) (*DomainLeftovers, error) {
	var l DomainLeftovers
	var activeErr, saveErr, snapshotErr, metadataErr error
	q := quiet{d.conn}
	snapshots := func(flags virt.DomainSnapshotListFlags) (int, error) {
		r, err := protocol.DomainSnapshotNum.Call(ctx, q, &protocol.DomainSnapshotNumArgs{Dom: d.wire(), Flags: uint32(flags)})
		if err != nil {
			return 0, err
		}
		return int(r.Num), nil
	}
	_ = together( // the errors count in another order, and some not at all
		func() error { l.Active, activeErr = d.IsActive(ctx); return nil },
		func() error {
			r, err := protocol.DomainHasManagedSaveImage.Call(ctx, q, &protocol.DomainHasManagedSaveImageArgs{Dom: d.wire()})
			l.ManagedSave, saveErr = err == nil && r.Result != 0, err
			return nil
		},
		func() error { l.Snapshots, snapshotErr = snapshots(0); return nil },
		func() error { l.Metadata, metadataErr = snapshots(virt.DomainSnapshotListMetadata); return nil },
	)
	switch {
	case activeErr != nil:
		return nil, activeErr
	case l.Active:
		return &DomainLeftovers{Active: true}, nil
	}
	for _, err := range []error{saveErr, snapshotErr} {
		if err != nil && !isNoSupport(err) {
			return nil, d.conn.failed(err)
		}
	}
	l.MetadataTold = metadataErr == nil
	if !l.MetadataTold {
		l.Metadata = l.Snapshots
	}
	return &l, nil
}
