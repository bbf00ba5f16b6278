// Package shell is the prompt: it reads lines, from a terminal with a line
// editor, from anything else as they come, and passes them to who executes them.
package shell

import "context"

// Execute runs one line and reports whether more lines are wanted.
type Execute func(ctx context.Context, line string) (more bool)
