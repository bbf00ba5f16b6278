package main

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// A style is how a character looks.
type style struct {
	color     int // 0 for the usual one, else as in SGR: 30 to 37, 90 to 97
	bold, dim bool
}

type cell struct {
	r rune
	style
}

// A screen is a terminal that grows downwards. It knows the control codes that
// virgo and its line editor use.
type screen struct {
	rows [][]cell
	x, y int
	now  style
	rest []byte // the beginning of a code or of a character
}

// write shows what a program wrote.
func (s *screen) write(p []byte) {
	s.rest = append(s.rest, p...)
	for len(s.rest) > 0 {
		n := s.step(s.rest)
		if n == 0 {
			return
		}
		s.rest = s.rest[n:]
	}
}

// step shows the first character or obeys the first code of p, and returns how
// long it is; 0 when it is not all there yet.
func (s *screen) step(p []byte) int {
	switch p[0] {
	case '\r':
		s.x = 0
		return 1
	case '\n':
		s.y++
		return 1
	case '\b':
		s.x = max(0, s.x-1)
		return 1
	case '\x1b':
		return s.code(p)
	}
	if !utf8.FullRune(p) {
		return 0
	}
	r, n := utf8.DecodeRune(p)
	if r >= ' ' {
		s.put(r)
	}
	return n
}

func (s *screen) put(r rune) {
	row := s.row()
	for len(*row) <= s.x {
		*row = append(*row, cell{r: ' '})
	}
	(*row)[s.x] = cell{r, s.now}
	s.x++
}

// row returns the row of the cursor.
func (s *screen) row() *[]cell {
	for len(s.rows) <= s.y {
		s.rows = append(s.rows, nil)
	}
	return &s.rows[s.y]
}

// code obeys the escape sequence that p begins with: ESC [ numbers letter, or
// ESC and one character, which is ignored.
func (s *screen) code(p []byte) int {
	if len(p) < 2 {
		return 0
	}
	if p[1] != '[' {
		return 2
	}
	for i := 2; i < len(p); i++ {
		if p[i] >= '@' && p[i] <= '~' {
			s.control(p[i], string(p[2:i]))
			return i + 1
		}
	}
	return 0
}

// control obeys a control sequence.
func (s *screen) control(final byte, params string) {
	n, err := strconv.Atoi(params)
	if err != nil {
		n = 0
	}
	switch final {
	case 'A':
		s.y = max(0, s.y-max(1, n))
	case 'C':
		s.x += max(1, n)
	case 'D':
		s.x = max(0, s.x-max(1, n))
	case 'J', 'K':
		row := s.row()
		switch {
		case n == 2 && final == 'K':
			*row = nil
		case len(*row) > s.x:
			*row = (*row)[:s.x]
		}
		if final == 'J' {
			s.rows = s.rows[:s.y+1]
		}
	case 'm':
		for word := range strings.SplitSeq(params, ";") {
			s.look(word)
		}
	}
}

// look changes the style of what comes.
func (s *screen) look(word string) {
	n, err := strconv.Atoi(word)
	switch {
	case err != nil, n == 0:
		s.now = style{}
	case n == 1:
		s.now.bold = true
	case n == 2:
		s.now.dim = true
	case n == 22:
		s.now.bold, s.now.dim = false, false
	case n == 39:
		s.now.color = 0
	case n >= 30 && n <= 37, n >= 90 && n <= 97:
		s.now.color = n
	}
}

// lines returns what stands on the screen, without empty rows at the end and
// without blanks at the ends of rows.
func (s *screen) lines() []string {
	var lines []string
	for _, row := range s.rows {
		var b strings.Builder
		for _, c := range row {
			b.WriteRune(c.r)
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}
