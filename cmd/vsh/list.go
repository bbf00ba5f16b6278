package vsh

import "strings"

// SplitList cuts a list at its commas. Two commas in a row are one comma of an
// element. An empty list has no elements.
func SplitList(s string) []string {
	if s == "" {
		return nil
	}
	var parts []string
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] != ',':
			b.WriteByte(s[i])
		case i+1 < len(s) && s[i+1] == ',':
			b.WriteByte(',')
			i++
		default:
			parts = append(parts, b.String())
			b.Reset()
		}
	}
	return append(parts, b.String())
}
