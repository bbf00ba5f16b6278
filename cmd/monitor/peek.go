package monitor

import (
	"fmt"
	"math"
	"os"
	"path/filepath"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// maxShown is the size in bytes that can be peeked at without a file, since all
// of it is held in memory.
const maxShown = 64 << 20

// filePiece is the size in bytes of what is read at a time into a file: as much
// as a host takes in one call.
const filePiece = 4 << 20

func fileOpt() vsh.Opt {
	return vsh.StringOpt("file", "write the bytes to a file", "files").Loose()
}

func hexOpt() vsh.Opt {
	return vsh.BoolOpt("hex", "print a hex dump, on whatever the output is")
}

// peek reads what the options say with read, from offset on.
func peek(a *vsh.Args, offset uint64, read func(offset uint64, buf []byte) error) (format.Result, error) {
	if err := vsh.Exclusive(a, "file", "hex"); err != nil {
		return nil, err
	}
	size, err := a.Scaled("size", 1, math.MaxInt64)
	if err != nil {
		return nil, err
	}
	if offset+size < offset {
		return nil, vsh.Failf("%d bytes from %d on are more than there can be", size, offset)
	}
	file, err := a.String("file")
	if err != nil {
		return nil, err
	}
	if a.Has("file") {
		if err := peekFile(file, offset, size, read); err != nil {
			return nil, err
		}
		return &peekedFile{File: file, Offset: offset, Size: size}, nil
	}
	if size > maxShown {
		return nil, vsh.Failf("%d bytes are more than the %d that can be shown: --file takes any number", size, maxShown)
	}
	p := &peeked{Offset: offset, Data: make([]byte, size), hex: a.Bool("hex")}
	if err := read(offset, p.Data); err != nil {
		return nil, err
	}
	return p, nil
}

// peekFile reads into a file, which is not touched before there is anything for
// it. What was read before an error stays in it.
func peekFile(name string, offset, size uint64, read func(uint64, []byte) error) error {
	buf := make([]byte, min(size, filePiece))
	if err := read(offset, buf); err != nil {
		return err
	}
	f, err := os.Create(filepath.Clean(name))
	if err != nil {
		return vsh.Failf("Failed to open file '%s': %s", name, vsh.SystemText(err))
	}
	err = func() error {
		for {
			if _, err := f.Write(buf); err != nil {
				return vsh.Failf("Failed to write file '%s': %s", name, vsh.SystemText(err))
			}
			n := uint64(len(buf))
			offset, size = offset+n, size-n
			if size == 0 {
				return nil
			}
			buf = buf[:min(size, filePiece)]
			if err := read(offset, buf); err != nil {
				return err
			}
		}
	}()
	if closeErr := f.Close(); err == nil && closeErr != nil {
		return vsh.Failf("Failed to write file '%s': %s", name, vsh.SystemText(closeErr))
	}
	return err
}

// peekedFile is a part of a disk or memory that is in a file.
type peekedFile struct {
	File   string `json:"file"`
	Offset uint64 `json:"offsetBytes"`
	Size   uint64 `json:"sizeBytes"`
}

// Text prints what was done.
func (f *peekedFile) Text(p *format.Printer) error {
	p.Message("%d bytes from %d on are in file '%s'\n", f.Size, f.Offset, f.File)
	return nil
}

// peeked is a part of a disk or memory.
type peeked struct {
	Offset uint64 `json:"offsetBytes"`
	Data   []byte `json:"dataBase64"`

	hex bool
}

// Raw reports whether the bytes are printed as they are.
func (p *peeked) Raw(o format.PrinterOptions) bool { return !p.hex && o.Width == 0 }

// Text prints the bytes as they are, or a hex dump on a terminal, which they
// could upset.
func (p *peeked) Text(out *format.Printer) error {
	if !p.hex && out.Width() == 0 {
		_, err := out.Write(p.Data)
		return err
	}
	const row = 16
	for i := 0; i < len(p.Data); i += row {
		out.Println(hexLine(p.Offset+uint64(i), p.Data[i:min(i+row, len(p.Data))], row))
	}
	return nil
}

// hexLine returns a line of a hex dump as hexdump -C prints it, for up to width
// bytes.
func hexLine(offset uint64, data []byte, width int) string {
	line := fmt.Appendf(nil, "%08x ", offset)
	text := make([]byte, 0, width)
	for i := range width {
		if i%8 == 0 {
			line = append(line, ' ')
		}
		if i >= len(data) {
			line = append(line, "   "...)
			continue
		}
		c := data[i]
		line = fmt.Appendf(line, "%02x ", c)
		if c < ' ' || c > '~' {
			c = '.'
		}
		text = append(text, c)
	}
	return fmt.Sprintf("%s |%s|", line, text)
}
