//go:build unix

package transport

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
)

// maxUnixPath is the longest path of a unix socket, without C's final NUL: the
// room in sockaddr_un (sun_path of 108 bytes on Linux, 104 elsewhere).
const maxUnixPath = len(syscall.RawSockaddrUnix{}.Path) - 1

// maxFilesPerRead is the room for descriptors that one read gets. The protocol
// sends one at a time; more are closed by the kernel and fail the read.
const maxFilesPerRead = 32 // VIR_NET_MESSAGE_NUM_FDS_MAX

// Files adds to c the methods ReadFiles, WriteFile and CloneFile, which pass
// file descriptors.
func Files(c *net.UnixConn) net.Conn {
	return &unixConn{UnixConn: c, oob: make([]byte, syscall.CmsgSpace(4*maxFilesPerRead))}
}

type unixConn struct {
	*net.UnixConn
	oob []byte // of the reader, of whom there is one
}

// ReadFiles is Read that also returns the descriptors that came with the bytes.
// They belong to the caller, also when err is not nil. One caller at a time.
func (c *unixConn) ReadFiles(p []byte) (n int, files []*os.File, err error) {
	n, oobn, flags, _, err := c.ReadMsgUnix(p, c.oob)
	n = max(n, 0) // -1 after an error
	if errors.Is(err, io.EOF) {
		err = io.EOF // as Read returns it
	}
	if oobn > 0 {
		var parseErr error
		if files, parseErr = receivedFiles(c.oob[:oobn]); parseErr != nil && err == nil {
			err = parseErr
		}
	}
	if flags&syscall.MSG_CTRUNC != 0 && err == nil {
		err = errors.New("more file descriptors came at once than the protocol allows")
	}
	return n, files, err
}

func receivedFiles(oob []byte) ([]*os.File, error) {
	msgs, err := syscall.ParseSocketControlMessage(oob)
	if err != nil {
		return nil, fmt.Errorf("cannot read passed file descriptors: %w", err)
	}
	var files []*os.File
	for i := range msgs {
		fds, err := syscall.ParseUnixRights(&msgs[i])
		if err != nil {
			continue // some other kind of message
		}
		for _, fd := range fds {
			files = append(files, os.NewFile(uintptr(fd), "passed by the peer"))
		}
	}
	return files, nil
}

// WriteFile passes f beside one byte of value 0. The caller keeps f.
func (c *unixConn) WriteFile(f *os.File) error {
	raw, err := f.SyscallConn()
	if err != nil {
		return err
	}
	var sendErr error
	// Control, unlike Fd, leaves f in non-blocking mode.
	err = raw.Control(func(fd uintptr) {
		_, _, sendErr = c.WriteMsgUnix([]byte{0}, syscall.UnixRights(int(fd)), nil)
	})
	return errors.Join(err, sendErr)
}

// CloneFile returns a second descriptor of what f has open, to be closed by the
// caller.
func (c *unixConn) CloneFile(f *os.File) (*os.File, error) {
	raw, err := f.SyscallConn()
	if err != nil {
		return nil, err
	}
	var clone *os.File
	var dupErr error
	err = raw.Control(func(fd uintptr) {
		syscall.ForkLock.RLock() // so that no child inherits it before CloseOnExec
		defer syscall.ForkLock.RUnlock()
		var d int
		if d, dupErr = syscall.Dup(int(fd)); dupErr == nil {
			syscall.CloseOnExec(d)
			clone = os.NewFile(uintptr(d), f.Name())
		}
	})
	return clone, errors.Join(err, dupErr)
}

// Pair returns two ends of a connection within this process. Both can pass file
// descriptors.
func Pair() (a, b net.Conn, err error) {
	syscall.ForkLock.RLock()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err == nil {
		syscall.CloseOnExec(fds[0])
		syscall.CloseOnExec(fds[1])
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, nil, fmt.Errorf("cannot make a pair of sockets: %w", err)
	}
	if a, err = fileConn(fds[0]); err != nil {
		_ = syscall.Close(fds[1])
		return nil, nil, err
	}
	if b, err = fileConn(fds[1]); err != nil {
		_ = a.Close()
		return nil, nil, err
	}
	return a, b, nil
}

// fileConn makes a connection of the socket fd, which it takes over.
func fileConn(fd int) (net.Conn, error) {
	f := os.NewFile(uintptr(fd), "socketpair")
	defer f.Close() // FileConn works on a descriptor of its own
	c, err := net.FileConn(f)
	if err != nil {
		return nil, err
	}
	return Files(c.(*net.UnixConn)), nil
}
