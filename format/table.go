package format

import (
	"fmt"
	"slices"
)

// A Table is a table in virsh's layout: a blank before each line, columns three
// apart, a rule under the header, the last cell of a line not padded. Fill it
// with Row and print it with [Printer.Table].
//
// It is the hot path of every list, so cells are measured once, as they come in.
type Table struct {
	header []string
	cells  []string // of all rows, escaped
	widths []int    // of cells
	widest []int    // of each column's cells, without the header
	state  int      // the column with state words, or -1
}

// NewTable returns an empty table with these column names.
func NewTable(header ...string) *Table {
	return &Table{header: header, widest: make([]int, len(header)), state: -1}
}

// Grow makes room for so many more rows.
func (t *Table) Grow(rows int) {
	t.cells = slices.Grow(t.cells, rows*len(t.header))
	t.widths = slices.Grow(t.widths, rows*len(t.header))
}

// StateColumn tells that the column with this index holds state words, which are
// coloured on a terminal that wants colour.
func (t *Table) StateColumn(column int) { t.state = column }

// Row adds a row. It escapes the cells as [Escape] does and keeps no reference
// to the slice. A number of cells other than the number of columns is a mistake
// of the caller and panics.
func (t *Table) Row(cells ...string) {
	if len(cells) != len(t.header) {
		panic(fmt.Sprintf("format: a row of %d cells in a table of %d columns", len(cells), len(t.header)))
	}
	for i, s := range cells {
		cell, width := escape(s)
		t.cells = append(t.cells, cell)
		t.widths = append(t.widths, width)
		t.widest[i] = max(t.widest[i], width)
	}
}

// appendTo appends the rendered table to buf. Without its header the columns are
// only as wide as their cells.
func (t *Table) appendTo(buf []byte, quiet, color bool) []byte {
	columns := len(t.header)
	if columns == 0 {
		return buf
	}
	width := slices.Clone(t.widest)
	line := columns
	if !quiet {
		for i, h := range t.header {
			_, w := escape(h)
			width[i] = max(width[i], w)
		}
	}
	for _, w := range width {
		line += w + 3
	}
	buf = slices.Grow(buf, line*(len(t.cells)/columns+2))
	if !quiet {
		for i, h := range t.header {
			cell, w := escape(h)
			buf = appendCell(buf, cell, w, width[i], i == columns-1)
		}
		for _, w := range width {
			buf = appendRepeated(buf, '-', w+3)
		}
		buf = append(buf, '\n')
	}
	for i, cell := range t.cells {
		c := i % columns
		if color && c == t.state {
			cell = colored(cell)
		}
		buf = appendCell(buf, cell, t.widths[i], width[c], c == columns-1)
	}
	return buf
}

// appendCell appends a cell of width columns in a column of its own width, and
// the end of the line after the last.
func appendCell(buf []byte, cell string, width, column int, last bool) []byte {
	buf = append(buf, ' ')
	buf = append(buf, cell...)
	if last {
		return append(buf, '\n')
	}
	return appendRepeated(buf, ' ', column-width+2)
}

func appendRepeated(buf []byte, c byte, n int) []byte {
	for range n {
		buf = append(buf, c)
	}
	return buf
}
