package transport

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"

	"github.com/virgo-vm/virgo/lib/virt"
)

// DialTCP connects to port at host, a name or an IPv4 or IPv6 address without
// brackets. All addresses of a name are tried.
func DialTCP(ctx context.Context, host string, port int) (net.Conn, error) {
	if port < 1 || port > 65535 {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInvalidArg, "port %d of server '%s' is not between 1 and 65535", port, host)
	}
	var d net.Dialer
	c, err := d.DialContext(ctx, "tcp", net.JoinHostPort(host, strconv.Itoa(port)))
	if err == nil {
		return c, nil
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return nil, &dialError{cause: err, err: virt.Errorf(virt.FromRPC, virt.ErrSystemError,
			"Unable to resolve address '%s' service '%d': %s", host, port, resolveText(dns))}
	}
	return nil, systemError(err, fmt.Sprintf("unable to connect to server at '%s:%d'", host, port))
}

// resolveText words a failed look-up as the C library does.
func resolveText(err *net.DNSError) string {
	switch {
	case err.IsNotFound:
		return "Name or service not known"
	case err.IsTemporary, err.IsTimeout:
		return "Temporary failure in name resolution"
	}
	return err.Err
}
