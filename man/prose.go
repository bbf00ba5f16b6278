package man

import (
	"regexp"
	"strings"
)

// The prose of a page is plain text in paragraphs. A line "# TITLE" begins a
// section, a line ": TERM" an explanation of the term, which the rest of the
// paragraph is, and lines that four blanks begin are shown as they are. What
// stands in `backquotes` is typed as it is shown.

var typed = regexp.MustCompile("`([^`]+)`")

// prose writes a file of prose.
func (w *writer) prose(text string) {
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		if title, isTitle := strings.CutPrefix(paragraph, "# "); isTitle {
			w.heading(title)
			continue
		}
		w.lines(strings.Split(paragraph, "\n"))
	}
}

// lines writes one paragraph.
func (w *writer) lines(lines []string) {
	first := lines[0]
	switch {
	case strings.HasPrefix(first, "    "):
		for i := range lines {
			lines[i] = strings.TrimPrefix(lines[i], "    ")
		}
		w.example(lines)
		return
	case strings.HasPrefix(first, ": "):
		w.macro("TP")
		w.line(inline(first[len(": "):]))
		lines = lines[1:]
	default:
		w.paragraph()
	}
	w.text(inline(strings.Join(lines, " ")))
}

// inline returns a line of prose in roff.
func inline(line string) string {
	var b strings.Builder
	at := 0
	for _, m := range typed.FindAllStringSubmatchIndex(line, -1) {
		b.WriteString(escape(line[at:m[0]]) + `\fB` + escape(line[m[2]:m[3]]) + `\fR`)
		at = m[1]
	}
	b.WriteString(escape(line[at:]))
	return b.String()
}
