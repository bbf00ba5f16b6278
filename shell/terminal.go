package shell

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/chzyer/readline"
)

// Config is what the prompt on a terminal needs.
type Config struct {
	In  *os.File
	Out io.Writer
	Err io.Writer
	// Prompt returns the text before the next line.
	Prompt func() string
	// History is the file that keeps the lines for next time; empty: none.
	History string
	// HistorySize is how many lines it keeps; 0 keeps none.
	HistorySize int
}

// Terminal prompts for lines and executes them until one wants no more or the
// user ends the input. Ctrl-C while a line is edited drops that line.
func Terminal(ctx context.Context, c Config, execute Execute) error {
	rl, err := readline.NewEx(c.editor())
	if err != nil {
		return err
	}
	defer rl.Close()
	for {
		rl.SetPrompt(c.Prompt())
		line, err := rl.Readline()
		switch {
		case errors.Is(err, readline.ErrInterrupt):
			continue
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if strings.TrimSpace(line) != "" {
			_ = rl.SaveHistory(line) // the line matters more than its memory
		}
		if !execute(ctx, line) {
			return nil
		}
	}
}

func (c *Config) editor() *readline.Config {
	rc := &readline.Config{
		Stdin:                  readline.NewCancelableStdin(c.In),
		Stdout:                 c.Out,
		Stderr:                 c.Err,
		InterruptPrompt:        "^C",
		EOFPrompt:              "",
		HistoryFile:            c.History,
		HistoryLimit:           c.HistorySize,
		DisableAutoSaveHistory: true,
	}
	if c.HistorySize == 0 {
		rc.HistoryLimit = -1
	}
	if c.History != "" && os.MkdirAll(filepath.Dir(c.History), 0o755) != nil {
		rc.HistoryFile = "" // a prompt without memory is better than none
	}
	return rc
}
