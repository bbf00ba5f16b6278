package format

import (
	"slices"
	"strings"
)

// appendCSV appends g as CSV by RFC 4180, except that lines end in LF, as the
// tools that read them on Unix expect. header is the header line before: the
// same one is not repeated, and a different one is set off by an empty line. It
// returns the columns for the next call. What there is may be written
// out on the way, see [spill].
func appendCSV(buf []byte, g *grid, header []string, out spill) ([]byte, []string) {
	if len(g.columns) == 0 {
		return buf, header
	}
	if !slices.Equal(header, g.columns) {
		if header != nil {
			buf = append(buf, '\n')
		}
		for i, c := range g.columns {
			buf = appendCSVField(buf, c, i, len(g.columns))
		}
	}
	for i := range g.count {
		row := g.row(i)
		for c := range g.columns {
			buf = appendCSVField(buf, cell(row, c), c, len(g.columns))
		}
		buf = out.when(buf)
	}
	return buf, g.columns
}

// appendCSVField appends field i of n, with the comma before or the line end
// after it.
func appendCSVField(buf []byte, s string, i, n int) []byte {
	if i > 0 {
		buf = append(buf, ',')
	}
	switch {
	case n == 1 && s == "": // an empty line would be no record at all
		buf = append(buf, `""`...)
	case strings.ContainsAny(s, "\",\r\n") || s != strings.TrimSpace(s):
		buf = append(buf, '"')
		buf = append(buf, strings.ReplaceAll(s, `"`, `""`)...)
		buf = append(buf, '"')
	default:
		buf = append(buf, s...)
	}
	if i == n-1 {
		buf = append(buf, '\n')
	}
	return buf
}
