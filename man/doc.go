// Package man makes the manual pages: virgo(1) and one page for each group of
// commands. What the Specs of the commands tell is not told again here; the prose
// around it is in the directory prose, a file for each page.
package man

//go:generate go run ./gen
