package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// BackupBegin starts a backup of the running domain's disks as XML says, and makes
// a checkpoint of the same moment unless its XML is empty. AbortJob ends it.
func (d *Domain) BackupBegin(ctx context.Context, backup, checkpoint string, flags virt.DomainBackupBeginFlags) error {
	return protocol.DomainBackupBegin.Call(ctx, d.conn, &protocol.DomainBackupBeginArgs{
		Dom: d.wire(), BackupXML: backup, CheckpointXML: optional(checkpoint), Flags: uint32(flags),
	})
}

// BackupXMLDesc returns what the backup that is going on is, as XML. No flags are
// defined.
func (d *Domain) BackupXMLDesc(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.DomainBackupGetXMLDesc.Call(ctx, d.conn, &protocol.DomainBackupGetXMLDescArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}
