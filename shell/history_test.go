package shell

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestHistory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new", "history")
	h, err := openHistory(file, 3)
	if err != nil || len(h.lines) != 0 {
		t.Fatalf("%q, %v", h.lines, err)
	}
	for line, want := range map[string]bool{"": false, "  ": false, "a\tb": false, "\xff": false, strings.Repeat("x", maxLine+1): false} {
		if isNew, err := h.add(line); isNew != want || err != nil {
			t.Errorf("%.10q: %v, %v", line, isNew, err)
		}
	}
	for _, line := range []string{"a", "b", "b", "a", "ü 'x'"} {
		if _, err := h.add(line); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, file); got != "a\nb\na\nü 'x'\n" {
		t.Errorf("file: %q", got)
	}
	info, err := os.Stat(file)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}

	h, err = openHistory(file, 3)
	if want := []string{"b", "a", "ü 'x'"}; err != nil || !slices.Equal(h.lines, want) {
		t.Errorf("%q, %v", h.lines, err)
	}
	if got := read(t, file); got != "b\na\nü 'x'\n" {
		t.Errorf("file after it was cut: %q", got)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), "*")); len(left) != 1 {
		t.Errorf("left behind: %q", left)
	}
	for _, size := range []int{0, -1} {
		h, err := openHistory(file, size)
		if _, err2 := h.add("c"); err != nil || err2 != nil || read(t, file) != "b\na\nü 'x'\n" {
			t.Errorf("size %d keeps lines: %v, %v", size, err, err2)
		}
	}
}

// TestHistoryShared: two prompts add to one file.
func TestHistoryShared(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	one, err1 := openHistory(file, 10)
	two, err2 := openHistory(file, 10)
	if err1 != nil || err2 != nil {
		t.Fatal(err1, err2)
	}
	for _, h := range []*history{one, two, one} {
		if _, err := h.add("x"); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := one.add("y"); err != nil {
		t.Fatal(err)
	}
	if got := read(t, file); got != "x\nx\ny\n" {
		t.Errorf("%q", got)
	}
}

// TestHistoryBad: what is no history of ours is told, and left as it is.
func TestHistoryBad(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	tests := []struct{ file, want string }{
		{dir, "is a directory"},
		{filepath.Join(put("file", "x"), "history"), "not a directory"},
		{put("binary", "a\x00b\n"), "no lines of text"},
		{put("latin", "caf\xe9\n"), "no lines of text"},
	}
	for _, tt := range tests {
		h, err := openHistory(tt.file, 10)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.file, err, tt.want)
		}
		if isNew, err := h.add("a"); !isNew || err != nil {
			t.Errorf("%s: a line of this prompt: %v, %v", tt.file, isNew, err)
		}
	}
	if got := read(t, filepath.Join(dir, "binary")); got != "a\x00b\n" {
		t.Errorf("changed to %q", got)
	}
}

// TestHistoryLarge: only the end of a file counts, from a whole line on.
func TestHistoryLarge(t *testing.T) {
	file := filepath.Join(t.TempDir(), "history")
	line := strings.Repeat("x", 99) + "\n"
	if err := os.WriteFile(file, []byte(strings.Repeat(line, maxHistory/len(line)+10)+"last\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := openHistory(file, 10)
	if err != nil || len(h.lines) != 2 || h.lines[0] != line[:99] || h.lines[1] != "last" {
		t.Errorf("%d lines, %v", len(h.lines), err)
	}
}

// TestHistoryStops: one complaint about a file that takes no more is enough.
func TestHistoryStops(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dir")
	h, err := openHistory(filepath.Join(dir, "history"), 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // in the way
		t.Fatal(err)
	}
	if isNew, err := h.add("a"); !isNew || err == nil || !strings.HasPrefix(err.Error(), "the history is not kept: ") {
		t.Errorf("%v, %v", isNew, err)
	}
	if isNew, err := h.add("b"); !isNew || err != nil {
		t.Errorf("%v, %v", isNew, err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
