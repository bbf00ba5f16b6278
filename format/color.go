package format

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
	const green, yellow, red, reset = "\x1b[32m", "\x1b[33m", "\x1b[31m", "\x1b[0m"
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
