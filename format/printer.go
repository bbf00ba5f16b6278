package format

import (
	"fmt"
	"io"
	"time"
)

// PrinterOptions is what a rendering depends on besides its value.
type PrinterOptions struct {
	Quiet bool // drop confirmations and table headers
	Color bool // colour state words and XML
	Width int  // columns of the terminal; 0: not a terminal, no limit
	// Columns are the fields of a list's elements that are shown, in this order:
	// their keys in the machine formats, a.b for the field b of a. None means all.
	Columns []string
	// Sort is the field by which a list is sorted, downwards after a leading '-';
	// empty: the order is the command's.
	Sort     string
	Location *time.Location // of times shown in local time; nil: time.Local
}

// A Printer is where a [Result] prints its text. It is buffered; output appears
// when the buffer is full or at Flush. The first write error stops all further
// output and is kept for Err and Flush. Not safe for concurrent use.
type Printer struct {
	w   io.Writer
	o   PrinterOptions
	buf []byte
	err error
}

// flushAt is the size in bytes at which the buffer is written out.
const flushAt = 32 << 10

// NewPrinter returns a Printer that writes to w.
func NewPrinter(w io.Writer, o PrinterOptions) *Printer {
	if o.Location == nil {
		o.Location = time.Local
	}
	return &Printer{w: w, o: o}
}

// Printf prints as fmt.Printf does.
func (p *Printer) Printf(format string, args ...any) {
	p.buf = fmt.Appendf(p.buf, format, args...)
	p.spill()
}

// Print prints as fmt.Print does.
func (p *Printer) Print(args ...any) {
	p.buf = fmt.Append(p.buf, args...)
	p.spill()
}

// Println prints as fmt.Println does.
func (p *Printer) Println(args ...any) {
	p.buf = fmt.Appendln(p.buf, args...)
	p.spill()
}

// Message prints, as Printf does, a text that says what was done and holds no
// result: --quiet drops it.
func (p *Printer) Message(format string, args ...any) {
	if !p.o.Quiet {
		p.Printf(format, args...)
	}
}

// KeyValue prints one line of a key and value list: key, padded to width
// columns (15 in most lists, 20 for node information), a blank, and the value
// made of format and args.
func (p *Printer) KeyValue(width int, key, format string, args ...any) {
	p.buf = fmt.Appendf(p.buf, "%-*s ", width, key)
	p.buf = fmt.Appendf(p.buf, format, args...)
	p.buf = append(p.buf, '\n')
	p.spill()
}

// Table prints t, without its header when the printer is quiet.
func (p *Printer) Table(t *Table) {
	p.buf = t.appendTo(p.buf, p.o.Quiet, p.o.Color)
	p.spill()
}

// Quiet reports whether --quiet was given.
func (p *Printer) Quiet() bool { return p.o.Quiet }

// Width returns the columns of the terminal, or 0 when the output is none.
func (p *Printer) Width() int { return p.o.Width }

// Write prints b as it is. It never fails: errors are kept for Flush.
func (p *Printer) Write(b []byte) (int, error) {
	p.buf = append(p.buf, b...)
	p.spill()
	return len(b), nil
}

// Flush writes out what is buffered. It returns the first write error ever.
func (p *Printer) Flush() error {
	if p.err == nil && len(p.buf) > 0 {
		_, p.err = p.w.Write(p.buf)
	}
	p.buf = p.buf[:0]
	return p.err
}

// Err returns the first write error so far. Output that is still buffered has
// not been tried; Flush does that.
func (p *Printer) Err() error { return p.err }

func (p *Printer) spill() {
	if len(p.buf) >= flushAt {
		_ = p.Flush() // the error is sticky
	}
}
