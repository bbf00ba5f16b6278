//go:build !unix

package transport

import "net"

// maxUnixPath is the longest path of a unix socket, without C's final NUL: the
// room in sockaddr_un.
const maxUnixPath = 107

// Files returns c as it is: this system does not pass file descriptors.
func Files(c *net.UnixConn) net.Conn { return c }

// Pair returns two ends of a connection within this process. Neither can pass
// file descriptors on this system.
func Pair() (a, b net.Conn, err error) {
	a, b = net.Pipe()
	return a, b, nil
}
