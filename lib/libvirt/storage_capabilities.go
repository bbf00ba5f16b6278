package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
)

// StoragePoolCapabilities returns which types of pool the host supports, as XML.
// No flags are defined.
func (c *Conn) StoragePoolCapabilities(ctx context.Context, flags uint32) (string, error) {
	r, err := protocol.ConnectGetStoragePoolCapabilities.Call(ctx, c, &protocol.ConnectGetStoragePoolCapabilitiesArgs{Flags: flags})
	if err != nil {
		return "", err
	}
	return r.Capabilities, nil
}
