package format

import "strings"

// The control codes of the colours.
const (
	green  = "\x1b[32m"
	yellow = "\x1b[33m"
	red    = "\x1b[31m"
	reset  = "\x1b[0m"
)

// State returns a state word such as "running", coloured when the printer
// colours.
func (p *Printer) State(word string) string {
	if !p.o.Color {
		return word
	}
	return colored(word)
}

// colored returns word in the colour of the state it means: green for work,
// yellow for waiting, red for failure, none for rest.
func colored(word string) string {
	switch word {
	case "running", "active":
		return green + word + reset
	case "paused", "in shutdown", "pmsuspended", "building", "degraded":
		return yellow + word + reset
	case "crashed", "inaccessible":
		return red + word + reset
	}
	return word
}

// Warning returns words of failure, in red when the printer colours.
func (p *Printer) Warning(words string) string {
	if !p.o.Color {
		return words
	}
	return red + words + reset
}

// DiffLine returns a line of a unified diff, what is new in green and what is
// old in red when the printer colours.
func (p *Printer) DiffLine(line string) string {
	color := ""
	switch {
	case !p.o.Color:
	case strings.HasPrefix(line, "+"):
		color = green
	case strings.HasPrefix(line, "-"):
		color = red
	}
	if color == "" {
		return line
	}
	text := strings.TrimSuffix(line, "\n")
	return color + text + reset + line[len(text):]
}
