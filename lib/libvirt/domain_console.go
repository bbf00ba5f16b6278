package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// OpenConsole opens a stream, in both directions, to a console of the running
// domain by its alias, the first one for an empty name. ctx lives as long as the
// stream.
func (d *Domain) OpenConsole(ctx context.Context, device string, flags virt.DomainConsoleFlags) (Stream, error) {
	return d.conn.stream(ctx, &protocol.Request{Proc: &protocol.DomainOpenConsole.Proc,
		Args: &protocol.DomainOpenConsoleArgs{Dom: d.wire(), DevName: optional(device), Flags: uint32(flags)}})
}

// OpenChannel is OpenConsole for a channel.
func (d *Domain) OpenChannel(ctx context.Context, name string, flags virt.DomainChannelFlags) (Stream, error) {
	return d.conn.stream(ctx, &protocol.Request{Proc: &protocol.DomainOpenChannel.Proc,
		Args: &protocol.DomainOpenChannelArgs{Dom: d.wire(), Name: optional(name), Flags: uint32(flags)}})
}
