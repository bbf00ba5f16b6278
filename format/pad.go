package format

import "strings"

// Pad returns s with blanks behind it, up to width bytes. It is for the texts of
// virsh that are lines of columns and no tables: C counts bytes there, where
// fmt.Printf counts characters.
func Pad(s string, width int) string {
	return s + strings.Repeat(" ", max(width-len(s), 0))
}
