package test

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/virt"
)

// The file of a saved domain is that of libvirt's test driver: a magic with its
// NUL, the length of the definition in four bytes, little end first, and the
// definition. A core dump is the magic alone.
const (
	imageMagic     = "TestGuestMagic\x00"
	imageMaxLength = 8192 // bytes of a definition that are read; TEST_SAVE_MAGIC's reader has this bound
)

// absolute returns the path that a client means. Relative ones are relative to
// where this process is, as they are to the client's library.
func absolute(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil { // there is no working directory
		return path
	}
	return abs
}

// writeImage saves a definition to a file, which is made or overwritten. name is
// the domain's in errors.
func writeImage(path, name, xml string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return virt.SystemErrorf(virt.FromTest, err, "saving domain '%s' to '%s': open failed", name, path)
	}
	data := binary.LittleEndian.AppendUint32([]byte(imageMagic), uint32(len(xml)))
	_, err = f.Write(append(data, xml...))
	if err != nil {
		_ = f.Close() // the first error counts
		return virt.SystemErrorf(virt.FromTest, err, "saving domain '%s' to '%s': write failed", name, path)
	}
	if err := f.Close(); err != nil {
		return virt.SystemErrorf(virt.FromTest, err, "saving domain '%s' to '%s': write failed", name, path)
	}
	return nil
}

// readImage reads the definition of a saved domain, as the next start would use
// it.
func readImage(path string, o model.Options) (*model.Domain, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, virt.SystemErrorf(virt.FromTest, err, "cannot read domain image '%s'", path)
	}
	defer func() { _ = f.Close() }() // was only read
	xml, err := readImageXML(f, path)
	if err != nil {
		return nil, err
	}
	return model.ParseDomain(xml, o)
}

// readImageXML reads what precedes the definition, and then that.
func readImageXML(r io.Reader, path string) (string, error) {
	read := func(n int, what string) ([]byte, error) {
		data := make([]byte, n)
		_, err := io.ReadFull(r, data)
		switch {
		case err == nil:
			return data, nil
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			err = nil // the system did not fail
		}
		return nil, virt.SystemErrorf(virt.FromTest, err, "%s in '%s'", what, path)
	}
	magic, err := read(len(imageMagic), "incomplete save header")
	if err != nil {
		return "", err
	}
	if string(magic) != imageMagic {
		return "", errorf(virt.ErrInternalError, "mismatched header magic")
	}
	length, err := read(4, "failed to read metadata length")
	if err != nil {
		return "", err
	}
	n := binary.LittleEndian.Uint32(length)
	if n < 1 || n > imageMaxLength {
		return "", errorf(virt.ErrInternalError, "length of metadata out of range")
	}
	xml, err := read(int(n), "incomplete metadata")
	return string(xml), err
}
