package completion

import (
	"embed"
	"io/fs"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

//go:embed scripts
var scripts embed.FS

// A Shell is one of the shells that candidates can be shown in.
type Shell string

// The shells.
const (
	Bash Shell = "bash"
	Zsh  Shell = "zsh"
	Fish Shell = "fish"
)

// Shells returns all shells there are.
func Shells() []Shell { return []Shell{Bash, Zsh, Fish} }

// Known reports whether s is one of the shells.
func (s Shell) Known() bool { return slices.Contains(Shells(), s) }

// Script returns what makes the shell complete the program's command lines.
func (s Shell) Script() (string, error) {
	b, err := fs.ReadFile(scripts, "scripts/virgo."+string(s))
	return string(b), err
}

// A ShellLine is a line of a shell that ends at the cursor.
type ShellLine struct {
	Words []string // after the program's name, as they are meant; the last is at the cursor

	shell Shell
	at    shellWord // the last word, in bash
}

// Line reads what the script of the shell passed on. ok is false where that is
// nothing to complete.
func (s Shell) Line(args []string) (line ShellLine, ok bool) {
	line.shell = s
	switch {
	case len(args) == 0:
		return line, false
	case s == Zsh:
		line.Words = args
		return line, true
	case s == Fish:
		last := len(args) - 1
		word, _ := unquote(args[last])
		line.Words = append(slices.Clone(args[:last]), word)
		return line, true
	case len(args) != 2:
		return line, false
	}
	words := splitShell(args[1], args[0])
	if len(words) < 2 {
		return line, false
	}
	line.at = words[len(words)-1]
	for _, w := range words[1:] {
		line.Words = append(line.Words, w.text)
	}
	return line, true
}

// Answer returns, line by line, what the script of the shell expects: what kind
// of candidates there are, then the candidates.
//
// The first line is "files" where the shell is to complete a file by itself,
// "open" where no blank follows the word, else "words".
func (l ShellLine) Answer(found []Candidate) []string {
	answer := []string{"words"}
	switch {
	case slices.ContainsFunc(found, func(c Candidate) bool { return c.Kind == File }):
		return []string{"files"}
	case len(found) > 0 && !slices.ContainsFunc(found, func(c Candidate) bool { return !c.Open }):
		answer[0] = "open"
	}
	for _, c := range found {
		answer = append(answer, l.candidate(c))
	}
	return answer
}

// candidate returns one candidate as the shell takes it.
func (l ShellLine) candidate(c Candidate) string {
	switch {
	case l.shell == Bash:
		return l.at.replacement(c.Word)
	case c.Help == "":
		return c.Word
	}
	return c.Word + "\t" + strings.ReplaceAll(c.Help, "\t", " ")
}

// Before returns the words of a line of virgo's own grammar up to the cursor, for
// Engine.Complete; nil where nothing is to complete.
func Before(line vsh.PartialLine) []string {
	if line.Comment {
		return nil
	}
	return append(slices.Clone(line.Words), line.Last)
}
