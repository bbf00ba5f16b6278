package format

import "strings"

// appendMarkdown appends g as a Markdown table: a list with its columns, anything
// else as field and value, one field per row. What there is may be written out on
// the way, see [spill].
func appendMarkdown(buf []byte, g *grid, out spill) []byte {
	if len(g.columns) == 0 {
		return buf
	}
	if !g.list {
		buf = appendMarkdownHeader(buf, []string{"field", "value"})
		row := g.row(0)
		for c, name := range g.columns {
			buf = appendMarkdownCell(buf, name)
			buf = append(appendMarkdownCell(buf, cell(row, c)), "|\n"...)
		}
		return buf
	}
	buf = appendMarkdownHeader(buf, g.columns)
	for i := range g.count {
		row := g.row(i)
		for c := range g.columns {
			buf = appendMarkdownCell(buf, cell(row, c))
		}
		buf = out.when(append(buf, "|\n"...))
	}
	return buf
}

func appendMarkdownHeader(buf []byte, columns []string) []byte {
	for _, name := range columns {
		buf = appendMarkdownCell(buf, name)
	}
	buf = append(buf, "|\n"...)
	for range columns {
		buf = append(buf, "| --- "...)
	}
	return append(buf, "|\n"...)
}

// appendMarkdownCell appends one cell with the bar before it. What Markdown would
// take for more than text is escaped, and newlines are line breaks of HTML, the
// only ones that a table can have.
func appendMarkdownCell(buf []byte, s string) []byte {
	buf = append(buf, "| "...)
	if s == "" {
		return buf
	}
	for i, line := range strings.Split(strings.ReplaceAll(s, "\r\n", "\n"), "\n") {
		if i > 0 {
			buf = append(buf, "<br>"...)
		}
		for _, r := range line {
			switch {
			case r == '<':
				buf = append(buf, "&lt;"...)
			case r == '>':
				buf = append(buf, "&gt;"...)
			case r == '&':
				buf = append(buf, "&amp;"...)
			case strings.ContainsRune("\\`*_[]|~", r):
				buf = append(buf, '\\', byte(r))
			default:
				buf = append(buf, Escape(string(r))...)
			}
		}
	}
	return append(buf, ' ')
}
