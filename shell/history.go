package shell

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxHistory is how many bytes at the end of a history file are looked at, so
// that no file, whatever it is, delays the prompt.
const maxHistory = 4 << 20

// A history is the lines that were typed, oldest first, as the file keeps them:
// one after the other, as they are. Lines are added at once, so that a lost
// terminal loses none, and several prompts may share a file.
type history struct {
	file  string // empty: nothing is kept
	lines []string
}

// openHistory reads the last lines of a file. With an error nothing is kept
// beyond this prompt.
func openHistory(file string, size int) (*history, error) {
	if file == "" || size <= 0 {
		return &history{}, nil
	}
	text, cut, err := readHistory(file)
	if err != nil {
		return &history{}, fmt.Errorf("the history is not kept: %w", err)
	}
	h := &history{file: file}
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return &history{}, fmt.Errorf("the history is not kept: %s has no lines of text", file)
	}
	total := 0
	for line := range strings.Lines(text) {
		total++
		if line = strings.TrimSpace(line); line != "" && printable(line) && line != h.last() {
			h.lines = append(h.lines, line)
		}
	}
	h.lines = h.lines[max(0, len(h.lines)-size):]
	if cut || total > size {
		err = h.rewrite()
	}
	return h, err
}

// readHistory returns the end of a file, from the beginning of a line, and
// whether there is more before it. No file is an empty one.
func readHistory(file string) (text string, cut bool, err error) {
	// Looked at before it is opened: opening a FIFO would wait for its writer.
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", false, nil
	case err != nil:
		return "", false, err
	case info.IsDir():
		return "", false, fmt.Errorf("%s is a directory", file)
	case !info.Mode().IsRegular():
		return "", false, fmt.Errorf("%s is not a regular file", file)
	case !ours(info):
		return "", false, fmt.Errorf("%s belongs to another user", file)
	}
	f, err := os.Open(file)
	if err != nil {
		return "", false, err
	}
	defer f.Close()
	start := max(0, info.Size()-maxHistory)
	b, err := io.ReadAll(io.NewSectionReader(f, start, maxHistory))
	if err != nil {
		return "", false, err
	}
	if start > 0 {
		_, b, _ = bytes.Cut(b, []byte("\n"))
	}
	return string(b), start > 0, nil
}

// printable reports whether a line can be shown and edited.
func printable(line string) bool {
	return len(line) <= maxLine && utf8.ValidString(line) && strings.IndexFunc(line, unicode.IsControl) < 0
}

func (h *history) last() string {
	if len(h.lines) == 0 {
		return ""
	}
	return h.lines[len(h.lines)-1]
}

// add remembers a line, unless it is the last one again, and reports whether it
// is new.
func (h *history) add(line string) (bool, error) {
	if strings.TrimSpace(line) == "" || line == h.last() || !printable(line) {
		return false, nil
	}
	h.lines = append(h.lines, line)
	if h.file == "" {
		return true, nil
	}
	f, err := h.open(os.O_APPEND)
	if err != nil {
		return true, h.fail(err)
	}
	_, err = f.WriteString(line + "\n")
	if err := errors.Join(err, f.Close()); err != nil {
		return true, h.fail(err)
	}
	return true, nil
}

// fail ends the keeping of lines: one complaint is enough.
func (h *history) fail(err error) error {
	h.file = ""
	return fmt.Errorf("the history is not kept: %w", err)
}

// open opens the file to write to it. Only the user may read what was typed.
func (h *history) open(how int) (*os.File, error) {
	if err := os.MkdirAll(filepath.Dir(h.file), 0o700); err != nil {
		return nil, err
	}
	return os.OpenFile(h.file, os.O_CREATE|os.O_WRONLY|how, 0o600)
}

// rewrite leaves only the lines that are remembered in the file.
func (h *history) rewrite() error {
	f, err := os.CreateTemp(filepath.Dir(h.file), "history-*")
	if err != nil {
		return h.fail(err)
	}
	for _, line := range h.lines {
		if err == nil {
			_, err = f.WriteString(line + "\n")
		}
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), h.file)
	}
	if err != nil {
		return h.fail(errors.Join(err, os.Remove(f.Name())))
	}
	return nil
}
