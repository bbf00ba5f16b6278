package format

import "strings"

// Pad returns s with blanks behind it, up to width bytes. It is for the texts of
// virsh that are lines of columns and no tables: C counts bytes there, where
// fmt.Printf counts characters.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-len(s), 0))
}

// Fit returns s in exactly width columns of a terminal: what cannot be printed
// escaped as in tables, cut with an ellipsis where it is too long, and with blanks
// behind it where it is too short.
func Fit(s string, width int) string {
	if width <= 0 {
		return ""
	}
	s = cut(Escape(s), width)
	return s + strings.Repeat(" ", width-columns(s))
}
