package xmledit

import (
	"errors"
	"fmt"
	"os/exec"
	"runtime"
	"strings"
)

// An Editor is the program that a user edits files with.
type Editor struct {
	Command string // what the user calls it, with its arguments
	From    string // where that is from, for messages; empty: a guess
}

// FindEditor returns the editor that the environment names, VISUAL before
// EDITOR, else the first of those that are usually there.
func FindEditor(getenv func(string) string) (Editor, error) {
	for _, name := range []string{"VISUAL", "EDITOR"} {
		if command := strings.TrimSpace(getenv(name)); command != "" {
			return Editor{command, "$" + name}, nil
		}
	}
	usual := []string{"sensible-editor", "vi"}
	if runtime.GOOS == "windows" {
		usual = []string{"notepad"}
	}
	for _, command := range usual {
		if _, err := exec.LookPath(command); err == nil {
			return Editor{Command: command}, nil
		}
	}
	return Editor{}, fmt.Errorf("there is no editor (neither %s): set $EDITOR, or use --set, --add, --delete or --from", strings.Join(usual, " nor "))
}

// Cmd returns the call of the editor with a file. A program is called directly,
// also one whose path has blanks; a shell is asked only where the command has
// quotes, variables and the like.
func (e Editor) Cmd(file string) *exec.Cmd {
	const safe = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 -/_.:@=+,%"
	if _, err := exec.LookPath(e.Command); err == nil {
		return exec.Command(e.Command, file)
	}
	if runtime.GOOS == "windows" || strings.Trim(e.Command, safe) == "" {
		words := strings.Fields(e.Command)
		return exec.Command(words[0], append(words[1:], file)...)
	}
	return exec.Command("sh", "-c", e.Command+` "$@"`, "sh", file)
}

// Failure says what was wrong with a call of the editor that ended with err.
func (e Editor) Failure(err error) error {
	from := ""
	if e.From != "" {
		from = " of " + e.From
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("the editor '%s'%s ended with %s", e.Command, from, exit.ProcessState)
	}
	return fmt.Errorf("cannot run the editor '%s'%s: %w", e.Command, from, err)
}
