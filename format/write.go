package format

import (
	"context"
	"errors"
	"io"
)

// Write renders r on w in the format f: a [Stream] value by value until it or ctx
// ends, anything else as [Encode] does. An error of writing ends it and is
// returned.
//
// As documents the values of a stream are: a line each (JSON), a document each
// (YAML), a line each with a new header where the columns change (CSV), elements
// of one document that is closed whatever ends the stream (XML), or a box each.
func Write(ctx context.Context, w io.Writer, f Format, r Result, o PrinterOptions) error {
	s, ok := r.(Stream)
	if !ok {
		return Encode(w, f, r, o)
	}
	if f == FormatText {
		p := NewPrinter(w, o)
		return s.Each(ctx, printEach(p))
	}
	e := encoder{w: w, format: f, options: o, stream: true}
	err := s.Each(ctx, e.encode)
	return errors.Join(err, e.end())
}

// Encode renders the single value r on w as one document, or prints its text.
// Errors are the writer's, or name a field whose value has no output format.
func Encode(w io.Writer, f Format, r Result, o PrinterOptions) error {
	if f == FormatText {
		p := NewPrinter(w, o)
		return errors.Join(r.Text(p), p.Flush())
	}
	e := encoder{w: w, format: f, options: o}
	return errors.Join(e.encode(r), e.end())
}

// An encoder writes one value, or one after the other.
type encoder struct {
	w       io.Writer
	format  Format
	options PrinterOptions
	stream  bool
	count   int      // values written
	columns []string // of the last CSV header
}

// encode writes one value.
func (e *encoder) encode(r Result) error {
	if doc, ok := r.(document); ok && e.format == FormatXML && !e.stream {
		return write(e.w, []byte(doc))
	}
	n, err := walk(r)
	if err != nil {
		return err
	}
	return e.node(n)
}

func (e *encoder) node(n *node) error {
	var buf []byte
	switch e.format {
	case FormatJSON:
		indent := 0
		if e.stream {
			indent = -1
		}
		buf = append(appendJSON(nil, n, indent), '\n')
	case FormatYAML:
		if e.stream {
			buf = append(buf, "---\n"...)
		}
		buf = appendYAML(buf, n, 0)
	case FormatCSV:
		buf, e.columns = appendCSV(nil, gridOf(n), e.columns)
	case FormatXML:
		buf = e.xml(n)
	case FormatTable:
		return boxed(e.w, gridOf(n), e.options)
	}
	e.count++
	return write(e.w, buf)
}

// xml renders n as a document, or as the next element of the stream's document.
func (e *encoder) xml(n *node) []byte {
	if !e.stream {
		return appendXML([]byte(xmlHeader), xmlRoot, n, 0)
	}
	var buf []byte
	if e.count == 0 {
		buf = append(buf, xmlHeader+xmlStreamStart...)
	}
	return appendXML(buf, xmlRoot, n, 1)
}

const (
	xmlStreamStart = "<results>\n"
	xmlStreamEnd   = "</results>\n"
)

// end finishes the document of a stream.
func (e *encoder) end() error {
	if !e.stream || e.format != FormatXML {
		return nil
	}
	if e.count == 0 {
		return write(e.w, []byte(xmlHeader+xmlStreamStart+xmlStreamEnd))
	}
	return write(e.w, []byte(xmlStreamEnd))
}

// write writes all of b.
func write(w io.Writer, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	_, err := w.Write(b)
	return err
}
