package monitor

import (
	"fmt"
	"io"
	"strings"
)

// A topScreen shows frames on a terminal, and writes only the lines that changed.
type topScreen struct {
	out  io.Writer
	size func() (columns, rows int, err error)

	columns, rows int
	shown         []string
}

// The control sequences of xterm, which all terminals of today know.
const (
	enterScreen = "\x1b[?1049h\x1b[?25l" // the other buffer, without a cursor
	leaveScreen = "\x1b[?25h\x1b[?1049l"
	clearScreen = "\x1b[2J"
	clearLine   = "\x1b[K"
	reverse     = "\x1b[7m"
	plain       = "\x1b[0m"
)

// enter takes the terminal.
func (s *topScreen) enter() error {
	_, err := io.WriteString(s.out, enterScreen+clearScreen)
	return err
}

// leave gives it back, with what it showed before.
func (s *topScreen) leave() error {
	_, err := io.WriteString(s.out, leaveScreen)
	return err
}

// draw shows what frame returns for the size that the terminal has now. A terminal
// that does not know its size is one of 80 by 24.
func (s *topScreen) draw(frame func(columns, rows int) []string) error {
	columns, rows, err := s.size()
	if err != nil || columns <= 0 || rows <= 0 {
		columns, rows = 80, 24
	}
	var b strings.Builder
	if columns != s.columns || rows != s.rows {
		s.columns, s.rows, s.shown = columns, rows, nil
		b.WriteString(clearScreen)
	}
	lines := frame(columns, rows)
	for i, line := range lines {
		if i < len(s.shown) && s.shown[i] == line {
			continue
		}
		// Cleared first: after a line as wide as the terminal the cursor is still on
		// its last character, which would go.
		fmt.Fprintf(&b, "\x1b[%d;1H%s%s", i+1, clearLine, line)
	}
	s.shown = lines
	_, err = io.WriteString(s.out, b.String())
	return err
}
