package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// Sizes in pixels.
const (
	fontSize   = 14
	cellWidth  = 8.4 // of a character: where fonts differ, lines are stretched to it
	lineHeight = 19
	margin     = 14
)

const (
	background = "#1b1e24"
	foreground = "#d8dee9"
)

// palette returns the colours of the codes.
func palette() map[int]string {
	return map[int]string{
		30: "#3b4252", 31: "#e06c75", 32: "#98c379", 33: "#e5c07b", 34: "#61afef", 35: "#c678dd", 36: "#56b6c2", 37: "#d8dee9",
		90: "#7f8899", 91: "#e06c75", 92: "#98c379", 93: "#e5c07b", 94: "#61afef", 95: "#c678dd", 96: "#56b6c2", 97: "#ffffff",
	}
}

// svg returns a picture of the screen.
func svg(s *screen) []byte {
	var b bytes.Buffer
	rows := s.rows[:len(s.lines())]
	width, height := columns*cellWidth+2*margin, len(rows)*lineHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %.0f %d">`+"\n", width, height, width, height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="8" fill="%s"/>`+"\n", background)
	fmt.Fprintf(&b, `<g font-family="ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="%d" fill="%s">`+"\n", fontSize, foreground)
	for y, row := range rows {
		drawRow(&b, row, margin+y*lineHeight+fontSize)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// drawRow writes the pieces of a row that look alike, each at its place.
func drawRow(b *bytes.Buffer, row []cell, y int) {
	for start := 0; start < len(row); {
		end := start
		var text []rune
		for end < len(row) && row[end].style == row[start].style {
			text = append(text, row[end].r)
			end++
		}
		drawPiece(b, string(text), row[start].style, start, y)
		start = end
	}
	b.WriteByte('\n')
}

func drawPiece(b *bytes.Buffer, text string, look style, column, y int) {
	fmt.Fprintf(b, `<text xml:space="preserve" x="%.1f" y="%d" textLength="%.1f"`,
		margin+float64(column)*cellWidth, y, float64(len([]rune(text)))*cellWidth)
	if color := palette()[look.color]; color != "" {
		fmt.Fprintf(b, ` fill="%s"`, color)
	}
	if look.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if look.dim {
		b.WriteString(` opacity="0.6"`)
	}
	b.WriteByte('>')
	_ = xml.EscapeText(b, []byte(text)) // a buffer takes everything
	b.WriteString("</text>")
}
