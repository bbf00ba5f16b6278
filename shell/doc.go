// Package shell is the prompt: it reads lines, from a terminal with a line
// editor, from anything else as they come, and passes them to who executes them.
package shell

import (
	"context"
	"io"
	"os"
)

// Execute runs one line and reports whether more lines are wanted.
type Execute func(ctx context.Context, line string) (more bool)

// Config is what the prompt on a terminal needs.
type Config struct {
	In  *os.File
	Out io.Writer
	Err io.Writer
	// Prompt returns the text before the next line.
	Prompt func() string
	// Dumb tells that the terminal knows no control codes: lines are read as the
	// system's own terminal driver edits them.
	Dumb bool

	// History is the file that keeps the lines for next time; empty: none.
	History string
	// HistorySize is how many lines it keeps; 0 keeps none.
	HistorySize int
	// Private reports lines that must not be kept.
	Private func(line string) bool
	// Unfinished reports that the text ends in the middle of a quote or with a
	// backslash, so that the next line belongs to it.
	Unfinished func(text string) bool
	// Complete returns how the text that ends at the cursor may go on, and how many
	// of its last bytes are shown before each of these. Nil: there is no completion.
	Complete func(text string) (rest []string, shown int)
	// Hint returns a word about what comes next, for a text that ends in a blank.
	// Nil: there are no hints.
	Hint func(text string) string
	// Warn shows what is wrong but does not end the prompt.
	Warn func(error)
}
