package vsh

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// transferPiece is the size in bytes of what Receive and Send move at a time: as
// much as a packet of a stream holds (VIR_NET_MESSAGE_PAYLOAD_MAX before 2012, 256
// KiB since).
const transferPiece = 256 << 10

// CreateFile opens a file for writing, which it makes or empties; made tells which
// of these. Who then fails should remove only a file that was made.
func CreateFile(name string) (f *os.File, made bool, err error) {
	const mode = 0o666 // less the umask
	f, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if errors.Is(err, fs.ErrExist) {
		f, err = os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, mode)
		return f, false, err
	}
	return f, err == nil, err
}

// Receive writes what a stream brings to w, until it ends. Holes become holes of
// w, which must then be a file. The caller finishes the stream, or aborts it after
// an error.
func Receive(w io.Writer, stream libvirt.Stream) error {
	buf := make([]byte, transferPiece)
	for {
		n, hole, err := stream.Recv(buf)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		case n == 0 && hole > 0:
			if err := skip(w, hole); err != nil {
				return virt.SystemErrorf(virt.FromStreams, err, "recv holeHandler failed")
			}
			continue
		}
		if _, err := w.Write(buf[:n]); err != nil {
			return virt.SystemErrorf(virt.FromStreams, err, "recv handler failed")
		}
	}
}

// errNoHoles is the error of an output that is not a file.
var errNoHoles = Failf("Only a file can have holes")

// skip makes a hole in a file, which is longer for it.
func skip(w io.Writer, length int64) error {
	f, ok := w.(*os.File)
	if !ok {
		return errNoHoles
	}
	end, err := f.Seek(length, io.SeekCurrent)
	if err != nil {
		return err
	}
	return f.Truncate(end)
}

// Send sends all of r into a stream; sparse skips the holes of r if it is a file
// that has some. The caller finishes the stream, or aborts it after an error.
func Send(stream libvirt.Stream, r io.Reader, sparse bool) error {
	if f, ok := r.(*os.File); sparse && ok {
		if info, err := f.Stat(); err == nil && info.Mode().IsRegular() {
			return sendSparse(stream, f, info.Size())
		}
	}
	return send(stream, r)
}

func send(stream libvirt.Stream, r io.Reader) error {
	buf := make([]byte, transferPiece)
	for {
		n, err := r.Read(buf)
		if n > 0 {
			if _, err := stream.Send(buf[:n]); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return virt.SystemErrorf(virt.FromStreams, err, "send handler failed")
		}
	}
}

// sendSparse sends a file of a size, its holes as holes.
func sendSparse(stream libvirt.Stream, f *os.File, size int64) error {
	for at := int64(0); at < size; {
		data, hole, err := extent(f, at, size)
		if err == nil && data > at {
			err = stream.SendHole(data - at)
		}
		if err == nil {
			_, err = f.Seek(data, io.SeekStart)
		}
		if err != nil {
			return err
		}
		if err := send(stream, io.LimitReader(f, hole-data)); err != nil {
			return err
		}
		at = hole
	}
	return nil
}
