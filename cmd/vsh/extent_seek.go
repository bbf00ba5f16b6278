//go:build linux || freebsd

package vsh

import (
	"errors"
	"os"
	"syscall"
)

// What lseek looks for, on these systems.
const (
	seekData = 3 // SEEK_DATA
	seekHole = 4 // SEEK_HOLE
)

// extent returns where the next data of a file of a size begins, from a place on,
// and where the hole after it does. Where the filesystem does not tell, all is
// data.
func extent(f *os.File, at, size int64) (data, hole int64, err error) {
	data, err = f.Seek(at, seekData)
	switch {
	case errors.Is(err, syscall.ENXIO): // nothing but a hole is left
		return size, size, nil
	case errors.Is(err, syscall.EINVAL):
		return at, size, nil
	case err != nil:
		return 0, 0, err
	}
	hole, err = f.Seek(data, seekHole)
	return data, min(hole, size), err
}
