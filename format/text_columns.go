package format

import "strings"

// appendColumns appends chosen columns in the layout of a table of virsh's, with
// their names as the header.
func appendColumns(buf []byte, g *grid, o PrinterOptions) []byte {
	t := NewTable(g.columns...)
	for i, c := range g.columns {
		if _, field, ok := strings.Cut("."+c, ".state"); ok && field == "" {
			t.StateColumn(i)
		}
	}
	for i := range g.count {
		nodes, row := g.row(i), make([]string, len(g.columns))
		for c := range row {
			row[c] = "-"
			if text := cell(nodes, c); text != "" {
				row[c] = text
			}
		}
		t.Row(row...)
	}
	return t.appendTo(buf, o.Quiet, o.Color)
}
