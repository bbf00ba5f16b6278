package vsh

import (
	"bytes"
	"io"
	"os"
	"syscall"

	"github.com/virgo-vm/virgo/lib/virt"
)

// maxXMLFile is the size in bytes that a file of XML may have at most
// (VSH_MAX_XML_FILE).
const maxXMLFile = 10 << 20

// ReadXMLFile returns the text of a file of XML, up to the first NUL if it has
// one, which ends a text in the API. A file that is too large is an error.
//
// differs from virsh: - is standard input, and not a file of that name.
func (s *Session) ReadXMLFile(name string) (string, error) {
	text, err := s.ReadFile(name, maxXMLFile)
	if err != nil {
		return "", err
	}
	text, _, _ = bytes.Cut(text, []byte{0})
	return string(text), nil
}

// ReadFile returns what is in a file, or, for -, in standard input. More than
// limit bytes are an error.
func (s *Session) ReadFile(name string, limit int64) ([]byte, error) {
	in := s.In
	switch {
	case name != "-":
		f, err := os.Open(name)
		if err != nil {
			return nil, Failf("Failed to open file '%s': %s", name, SystemText(err))
		}
		defer f.Close()
		in = f
	case s.Interactive:
		return nil, Failf("Failed to open file '-': the commands come from standard input")
	}
	data, err := io.ReadAll(io.LimitReader(in, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = syscall.EOVERFLOW
	}
	if err != nil {
		return nil, Failf("Failed to read file '%s': %s", name, SystemText(err))
	}
	return data, nil
}

// SystemText returns what the system said of a failed operation, without the
// operation and the file that Go adds, and with the capital letter of C.
func SystemText(err error) string {
	return virt.SystemText(err)
}
