package libvirt

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// LXCOpenNamespace returns open files of the namespaces of a container, which a
// process enters with setns. They belong to the caller. No flags are defined.
func (d *Domain) LXCOpenNamespace(ctx context.Context, flags uint32) ([]*os.File, error) {
	r := &protocol.Request{
		Proc: &protocol.LXCDomainOpenNamespace.Proc,
		Args: &protocol.LXCDomainOpenNamespaceArgs{Dom: d.wire(), Flags: flags},
	}
	if err := d.conn.Invoke(ctx, r); err != nil {
		return nil, err
	}
	return r.Files, nil
}
