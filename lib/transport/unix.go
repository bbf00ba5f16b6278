package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"

	"github.com/virgo-vm/virgo/lib/virt"
)

// busyRetry is how long to wait before trying again to connect to a socket
// whose queue of clients is full.
const busyRetry = 10 * time.Millisecond

// DialUnix connects to the unix socket at path. Where the system can pass file
// descriptors, the connection has the methods of Files.
func DialUnix(ctx context.Context, path string) (net.Conn, error) {
	if len(path) > maxUnixPath {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrSystemError, "Path %s too long for unix socket", path)
	}
	if path == "" || path[0] == '@' {
		// Go would take these for an unnamed and an abstract socket.
		return nil, systemError(syscall.ECONNREFUSED, fmt.Sprintf("Failed to connect socket to '%s'", path))
	}
	var d net.Dialer
	for {
		c, err := d.DialContext(ctx, "unix", path)
		if err == nil {
			return Files(c.(*net.UnixConn)), nil
		}
		// Linux refuses a connection to a full queue at once, where for a
		// blocking socket it waits.
		if !errors.Is(err, syscall.EAGAIN) {
			return nil, dialUnixError(ctx, err, path)
		}
		select {
		case <-ctx.Done():
			return nil, dialUnixError(ctx, ctx.Err(), path)
		case <-time.After(busyRetry):
		}
	}
}

func dialUnixError(ctx context.Context, err error, path string) error {
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return systemError(err, fmt.Sprintf("Failed to connect socket to '%s'", path))
}
