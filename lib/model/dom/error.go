package dom

import (
	"fmt"
	"strings"
)

// SyntaxError is a document that is not well-formed, or beyond a bound.
type SyntaxError struct {
	Doc    string // what was read: (domain_definition), or the path of a file
	Line   int    // from 1
	Column int    // in bytes, from 0, of where reading stopped
	Msg    string
	Source string // the line, empty where reading stopped at its very end
}

// Error returns libvirt's form: the place and the message, the line, and a
// pointer to the column.
func (e *SyntaxError) Error() string {
	src := e.Source
	if src == "" {
		src = "(null)" // what C prints where there is no line
	}
	return fmt.Sprintf("%s:%d: %s\n%s\n%s^", e.Doc, e.Line, e.Msg, src, strings.Repeat("-", e.Column))
}
