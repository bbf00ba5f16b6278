package vsh

import (
	"errors"
	"fmt"
	"strings"
)

// Error is a command's own account of a failure, with the host's error, if any,
// underneath.
type Error struct {
	Lines []string // the command's sentences, one a line
	Err   error    // what the library said; nil for none
	Cause error    // what it said and is not shown, when Err is nil
}

// Error returns all lines, parted by newlines.
func (e *Error) Error() string { return strings.Join(ErrorLines(e), "\n") }

// Unwrap returns the library's error.
func (e *Error) Unwrap() error {
	if e.Err != nil {
		return e.Err
	}
	return e.Cause
}

// Failf returns an error of one line.
func Failf(text string, args ...any) error {
	return &Error{Lines: []string{fmt.Sprintf(text, args...)}}
}

// Wrapf returns an error that shows as the line made of text and args, and then
// err's lines.
func Wrapf(err error, text string, args ...any) error {
	return &Error{Lines: []string{fmt.Sprintf(text, args...)}, Err: err}
}

// Both returns an error that shows as first and then second. Each may be nil.
func Both(first, second error) error {
	switch {
	case first == nil:
		return second
	case second == nil:
		return first
	}
	return &Error{Lines: ErrorLines(first), Err: second}
}

// ErrQuiet is the error of a command that failed and has nothing more to say,
// since it has shown its errors already or its result tells all.
var ErrQuiet error = &Error{}

// ErrEnded is ErrQuiet for a command that Ctrl-C ends in the normal way: it is no
// interruption then, and the exit status is that of the error.
var ErrEnded error = &Error{}

// ErrorLines returns the lines that an error shows as in text mode, each without
// its prefix. ErrQuiet has none.
func ErrorLines(err error) []string {
	switch e := err.(type) { //nolint:errorlint // what wraps an Error in a sentence shows as that sentence
	case nil:
		return nil
	case *Error:
		return append(e.Lines[:len(e.Lines):len(e.Lines)], ErrorLines(e.Err)...)
	case *ConnectError:
		return ErrorLines(e.Err)
	}
	return []string{err.Error()}
}

// An UnknownError is the error of a word that should name a command, or an option
// of one.
type UnknownError struct {
	Spec *Spec  // the command; nil: the word should be one
	Word string // as it was typed
}

// Error returns the line that is shown.
func (e *UnknownError) Error() string {
	if e.Spec == nil {
		return "unknown command: '" + e.Word + "'"
	}
	return "command '" + e.Spec.Name + "' doesn't support option " + e.Word
}

// ErrQuit is what a command returns that ends the line and the prompt. It is no
// failure.
var ErrQuit = errors.New("quit")
