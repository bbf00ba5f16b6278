package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// A DomainFSInfo is one mounted filesystem of a guest, as its agent tells.
type DomainFSInfo struct {
	Mountpoint string
	Name       string   // of the device in the guest, such as sda1
	FSType     string   // such as ext4
	DevAliases []string // targets of the disks that it is on, such as vda
}

// FSInfo returns the filesystems that are mounted in a running guest, whose
// agent must answer. flags must be 0.
func (d *Domain) FSInfo(ctx context.Context, flags uint32) ([]DomainFSInfo, error) {
	r, err := protocol.DomainGetFSInfo.Call(ctx, d.conn, &protocol.DomainGetFSInfoArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return nil, err
	}
	infos := make([]DomainFSInfo, len(r.Info))
	for i, f := range r.Info {
		infos[i] = DomainFSInfo(f)
	}
	return infos, nil
}
