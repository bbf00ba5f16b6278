package cmd

import (
	"os"
	"runtime"

	"golang.org/x/term"
)

// isTerminal reports whether x is a file that is a terminal.
func isTerminal(x any) bool {
	f, ok := x.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// screen returns the columns of the terminal that the output goes to, and
// whether it shows colours; nothing for what is no terminal.
func screen(p *Process) (width int, color bool) {
	f, ok := p.Stdout.(*os.File)
	if !ok || !isTerminal(f) {
		return 0, false
	}
	return terminalWidth(f), colorful(p)
}

// terminalWidth returns the columns of the terminal that x is, 0 if it is none.
func terminalWidth(x any) int {
	f, ok := x.(*os.File)
	if !ok {
		return 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return 0
	}
	return width
}

// colorful reports whether a terminal is to show colours by the environment.
func colorful(p *Process) bool { return p.getenv("NO_COLOR") == "" && !isDumb(p) }

// screenSize returns the function that returns the size of the terminal that the
// output goes to; nil for what is no terminal, or one without control codes.
func screenSize(p *Process) func() (columns, rows int, err error) {
	f, ok := p.Stdout.(*os.File)
	if !ok || !isTerminal(f) || isDumb(p) {
		return nil
	}
	return func() (columns, rows int, err error) { return term.GetSize(int(f.Fd())) }
}

// isDumb reports whether the terminal is not known to take control codes.
func isDumb(p *Process) bool {
	kind := p.getenv("TERM")
	return kind == "dumb" || kind == "" && runtime.GOOS != "windows"
}
