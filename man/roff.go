package man

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
)

// A writer collects a page in the man(7) macros of roff.
type writer struct {
	bytes.Buffer
	opened bool // a section has begun and holds nothing yet
}

// lineWidth is how long lines of running text are at most in the source.
const lineWidth = 80

// macro writes a line that calls a macro, its arguments quoted.
func (w *writer) macro(name string, args ...string) {
	w.WriteString("." + name)
	for _, arg := range args {
		if arg == "" || strings.ContainsAny(arg, " \t") {
			arg = `"` + arg + `"`
		}
		w.WriteString(" " + arg)
	}
	w.WriteByte('\n')
	w.opened = name == "SH" || name == "SS"
}

// text writes running text, which holds roff's escapes already.
func (w *writer) text(text string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case len(line)+1+len(word) <= lineWidth:
			line += " " + word
		default:
			w.line(line)
			line = word
		}
	}
	w.line(line)
}

// paragraph begins one. Where a section begins, roff begins it by itself.
func (w *writer) paragraph() {
	if !w.opened {
		w.macro("PP")
	}
}

// line writes one line of text as it is.
func (w *writer) line(line string) {
	w.opened = false
	if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
		line = `\&` + line
	}
	w.WriteString(line + "\n")
}

// heading begins a section.
func (w *writer) heading(title string) { w.macro("SH", escape(strings.ToUpper(title))) }

// item begins what tag is explained by, indented.
func (w *writer) item(tag, help string) {
	w.macro("TP")
	w.line(tag)
	w.text(escape(help))
}

// example writes lines as they are.
func (w *writer) example(lines []string) {
	w.paragraph()
	w.macro("RS", "4")
	w.macro("nf")
	for _, line := range lines {
		w.line(escape(line))
	}
	w.macro("fi")
	w.macro("RE")
}

// escaper replaces what roff would read as its own, or print as another
// character than the one that users have to type.
var escaper = strings.NewReplacer(
	`\`, `\e`, `-`, `\-`, `'`, `\(aq`, "`", `\(ga`, `^`, `\(ha`, `~`, `\(ti`, `"`, `\(dq`)

// escape returns text that roff prints as s.
func escape(s string) string {
	var b strings.Builder
	for _, r := range escaper.Replace(s) {
		if r > '~' {
			fmt.Fprintf(&b, `\[u%04X]`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

var placeholder = regexp.MustCompile(`<[^<>]+>`)

// syntax returns the line of a command or an option with the words that users
// replace in italics and the others in bold.
func syntax(line string) string {
	var b strings.Builder
	bold := func(s string) {
		if s != "" {
			b.WriteString(`\fB` + escape(s) + `\fR`)
		}
	}
	at := 0
	for _, m := range placeholder.FindAllStringIndex(line, -1) {
		bold(line[at:m[0]])
		b.WriteString(`\fI` + escape(line[m[0]:m[1]]) + `\fR`)
		at = m[1]
	}
	bold(line[at:])
	return b.String()
}
