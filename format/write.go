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
	if o.Sort != "" {
		return errors.New("what has no end cannot be sorted")
	}
	if f == FormatText && len(o.Columns) == 0 {
		p := NewPrinter(w, o)
		return s.Each(ctx, printEach(p))
	}
	e := encoder{w: w, format: f, options: o, stream: true}
	err := s.Each(ctx, e.encode)
	if end := e.end(); err == nil { // else the first is what counts
		err = end
	}
	return err
}

// Encode renders the single value r on w as one document, or prints its text.
// Errors are the writer's, or name a field whose value has no output format.
//
// The options may choose columns and an order, see [PrinterOptions]; the value's
// list is then sorted in place.
func Encode(w io.Writer, f Format, r Result, o PrinterOptions) error {
	if f == FormatText && len(o.Columns) == 0 {
		if o.Sort != "" {
			if _, err := arranged(newWalker(), r, o, false); err != nil {
				return err
			}
		}
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
		p := NewPrinter(e.w, e.options)
		return errors.Join(doc.Text(p), p.Flush())
	}
	w := newWalker()
	n, err := arranged(w, r, e.options, e.stream)
	if err != nil {
		return err
	}
	if doc, ok := r.(document); ok && (e.format == FormatJSON || e.format == FormatYAML) {
		if tree := xmlTree(string(doc)); tree != nil {
			n.set("tree", tree)
		}
	}
	return e.node(n, w)
}

// arranged returns the tree of r with the order and the columns that o asks for.
func arranged(w *walker, r Result, o PrinterOptions, stream bool) (*node, error) {
	n, err := w.walk(r)
	if err == nil && o.Sort != "" {
		err = sortRows(w, n, o.Sort)
	}
	if err == nil && len(o.Columns) > 0 {
		n, err = chooseColumns(w, n, o.Columns, stream)
	}
	return n, errors.Join(err, w.err)
}

// node writes n, which w has walked or will.
func (e *encoder) node(n *node, w *walker) error {
	var buf []byte
	var failed error
	out := spill(func(buf []byte) []byte {
		if failed == nil {
			failed = write(e.w, buf)
		}
		return buf[:0]
	})
	var err error
	switch e.format {
	case FormatText:
		buf = appendColumns(nil, gridOf(n), e.options)
	case FormatJSON:
		indent := 0
		if e.stream {
			indent = -1
		}
		buf = append(appendJSONTo(nil, n, indent, out), '\n')
	case FormatYAML:
		if e.stream {
			buf = append(buf, "---\n"...)
		}
		buf = appendYAML(buf, n, 0, out)
	case FormatCSV:
		buf, e.columns = appendCSV(nil, gridOf(n), e.columns, out)
	case FormatXML:
		buf = e.xml(n, out)
	case FormatTable:
		err = boxed(e.w, gridOf(n), e.options)
	case FormatMarkdown:
		buf = appendMarkdown(nil, gridOf(n), out)
	case FormatName, FormatUUID:
		buf, err = appendNames(nil, n, e.format.String(), out)
	}
	e.count++
	if err = errors.Join(err, w.err, failed); err != nil {
		return err
	}
	return write(e.w, buf)
}

// xml renders n as a document, or as the next element of the stream's document.
func (e *encoder) xml(n *node, out spill) []byte {
	if !e.stream {
		return appendXML([]byte(xmlHeader), xmlRoot, n, 0, out)
	}
	var buf []byte
	if e.count == 0 {
		buf = append(buf, xmlHeader+xmlStreamStart...)
	}
	return appendXML(buf, xmlRoot, n, 1, out)
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
