//go:build !unix

package remote

import (
	"context"
	"net"

	"github.com/virgo-vm/virgo/lib/transport"
)

// dialOrSpawn connects to socket. This system has no daemons to start.
func dialOrSpawn(ctx context.Context, socket, _ string) (net.Conn, error) {
	return transport.DialUnix(ctx, socket)
}
