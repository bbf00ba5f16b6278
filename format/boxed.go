package format

import (
	"bytes"
	"io"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/tw"
)

// boxed writes g as a boxed table: a list with its columns, anything else as
// field and value, one field per row. On a terminal the widest columns are cut
// until the table fits, and what was cut ends in an ellipsis.
func boxed(w io.Writer, g *grid, o PrinterOptions) error {
	header, rows := g.table()
	if len(header) == 0 {
		return nil
	}
	if o.Width > 0 {
		fit(header, rows, o.Width)
	}
	var b bytes.Buffer // tablewriter does not tell when a write failed
	t := tablewriter.NewTable(&b,
		tablewriter.WithEastAsian(false),
		tablewriter.WithTrimSpace(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
		tablewriter.WithHeaderAlignment(tw.AlignLeft),
		tablewriter.WithHeaderAutoWrap(tw.WrapNone),
		tablewriter.WithRowAutoWrap(tw.WrapNone),
		tablewriter.WithRowAlignment(tw.AlignLeft))
	t.Header(header)
	if err := t.Bulk(rows); err != nil {
		return err
	}
	if err := t.Render(); err != nil {
		return err
	}
	return write(w, b.Bytes())
}

// table returns the cells of g, escaped for a terminal.
func (g *grid) table() (header []string, rows [][]string) {
	if g.list {
		for _, c := range g.columns {
			header = append(header, Escape(c))
		}
		for i := range g.count {
			nodes, row := g.row(i), make([]string, len(g.columns))
			for c := range row {
				row[c] = Escape(cell(nodes, c))
			}
			rows = append(rows, row)
		}
		return header, rows
	}
	row := g.row(0)
	for c, name := range g.columns {
		rows = append(rows, []string{Escape(name), Escape(cell(row, c))})
	}
	if rows != nil {
		header = []string{"field", "value"}
	}
	return header, rows
}

// leastColumn is the width to which a column can be cut.
const leastColumn = 4

// fit cuts cells so that the box is at most total columns wide, if leastColumn
// for each column allows that.
func fit(header []string, rows [][]string, total int) {
	width := make([]int, len(header))
	sum := 1 // a border, and for each column two blanks and a border
	for c, h := range header {
		width[c] = columns(h)
		for _, row := range rows {
			width[c] = max(width[c], columns(row[c]))
		}
		sum += width[c] + 3
	}
	for ; sum > total; sum-- {
		widest := 0
		for c := range width {
			if width[c] > width[widest] {
				widest = c
			}
		}
		if width[widest] <= leastColumn {
			break
		}
		width[widest]--
	}
	for c := range header {
		header[c] = cut(header[c], width[c])
		for _, row := range rows {
			row[c] = cut(row[c], width[c])
		}
	}
}

// columns returns the width of the printable string s.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeWidth(r)
	}
	return n
}

// cut shortens the printable string s to width columns.
func cut(s string, width int) string {
	if columns(s) <= width {
		return s
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n += runeWidth(r); n > width-1 {
			break
		}
		b.WriteRune(r)
	}
	return b.String() + ellipsis
}

const ellipsis = "…"
