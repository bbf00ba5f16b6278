package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A reader reads lines from a terminal.
type reader interface {
	// Line shows the prompt and returns the line that follows: errInterrupt after
	// Ctrl-C, io.EOF at the end, also when the terminal has gone. before is the
	// text that the line continues, its last newline included.
	Line(prompt, before string) (string, error)
	// Remember makes the line one to go back to.
	Remember(line string)
	// Close gives the terminal back as it was, and ends a Line that waits.
	Close() error
}

var (
	errInterrupt = errors.New("interrupted")
	errTooLong   = fmt.Errorf("the line has more than %d bytes, too many for the prompt: put it into a file and pass that as standard input", maxLine)
)

// morePrompt stands before the second and later lines of a text.
const morePrompt = "> "

// Terminal prompts for lines and executes them until one wants no more, the user
// ends the input, the terminal goes away or ctx ends. Ctrl-C while a line is
// edited drops that line. The terminal's modes are those of before whenever a
// line is executed, and at the end.
func Terminal(ctx context.Context, c Config, execute Execute) error {
	kept, err := openHistory(c.History, c.HistorySize)
	if err != nil {
		c.Warn(err)
	}
	r, err := c.reader(kept.lines)
	if err != nil {
		return err
	}
	defer r.Close()
	stop := context.AfterFunc(ctx, func() { r.Close() })
	defer stop()
	for {
		text, err := c.text(r)
		switch {
		case ctx.Err() != nil:
			return nil // who ended it knows why
		case errors.Is(err, errInterrupt):
			continue
		case errors.Is(err, errTooLong):
			c.Warn(err)
			continue
		case errors.Is(err, io.EOF) && len(text) == 0:
			return nil
		case err != nil && !errors.Is(err, io.EOF):
			return err
		}
		c.remember(kept, r, text)
		if !execute(ctx, join(text)) || err != nil {
			return nil
		}
	}
}

func (c *Config) reader(lines []string) (reader, error) {
	if c.Dumb {
		return newPlain(c.In, c.Out), nil
	}
	return c.newEditor(lines)
}

// text reads a line and those that continue it. At the end of the input it
// returns what there is.
func (c *Config) text(r reader) (lines []string, err error) {
	prompt, before := c.Prompt(), ""
	for {
		line, err := r.Line(prompt, before)
		if err != nil {
			return lines, err
		}
		lines = append(lines, line)
		if !c.Unfinished(join(lines)) {
			return lines, nil
		}
		prompt, before = morePrompt, join(lines)+"\n"
	}
}

// remember keeps the lines of a text, all of them or none.
func (c *Config) remember(kept *history, r reader, text []string) {
	if c.HistorySize <= 0 || c.Private(join(text)) {
		return
	}
	for _, line := range text {
		isNew, err := kept.add(line)
		if err != nil {
			c.Warn(err)
		}
		if isNew {
			r.Remember(line)
		}
	}
}

func join(lines []string) string { return strings.Join(lines, "\n") }
