package xmledit

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// A Loop lets a user edit a document in an editor until the host takes it or the
// user gives up. What was typed is never lost: until the host has taken it, it
// stays in a file that only the user can read.
type Loop struct {
	Fetch  func(ctx context.Context) (string, error)                      // asks the host for the document
	Define func(ctx context.Context, text string, validate bool) error    // gives it the new one
	Edit   func(ctx context.Context, file string) error                   // lets the user edit a file
	Ask    func(ctx context.Context, question string) (key byte, e error) // waits for a key; nil: nobody is there
	Tell   func(error)                                                    // shows what the next question is about
	Now    func() time.Time

	Dir      string // where the file is made; empty: the system's place for such
	Validate bool   // whether Define is to check against the schema, which the user may turn off
	Plain    bool   // the text is any text, and not XML
	Start    string // what the user begins with; empty: what Fetch returns
}

// An Outcome is what came of a Loop.
type Outcome struct {
	Before string // what the host had
	After  string // what it took; Before if nothing was changed
	// Left is a file with the unchanged text that was left where it is, because
	// the editor returned before anybody can have edited: it may run on.
	Left string
}

// A NotAppliedError is the reason why an edited text did not reach the host, and
// the file that has it.
type NotAppliedError struct {
	File string
	Err  error
}

// Error returns the reason and the file.
func (e *NotAppliedError) Error() string {
	return fmt.Sprintf("%s\nthe edited text is kept in %s", e.Err, e.File)
}

// Unwrap returns the reason.
func (e *NotAppliedError) Unwrap() error { return e.Err }

// ErrGivenUp is the reason when the user did not want to go on.
var ErrGivenUp = errors.New("nothing was changed")

const (
	// maxText is how many bytes an edited text may have (VSH_MAX_XML_FILE).
	maxText = 10 << 20
	// atOnce is the time in which nobody edits anything.
	atOnce = time.Second
)

// Run edits the document.
func (l *Loop) Run(ctx context.Context) (Outcome, error) {
	before, err := l.Fetch(ctx)
	if err != nil {
		return Outcome{}, err
	}
	start := before
	if l.Start != "" {
		start = l.Start
	}
	file, err := l.write(start)
	if err != nil {
		return Outcome{}, err
	}
	t := try{loop: l, base: before, validate: l.Validate}
	for {
		opened := l.Now()
		err := l.Edit(ctx, file)
		text, readErr := readText(file)
		switch {
		case readErr != nil:
			return Outcome{}, errors.Join(err, readErr)
		case err != nil && text == start:
			return Outcome{}, errors.Join(err, os.Remove(file))
		case err != nil:
			return Outcome{}, &NotAppliedError{file, err}
		case text == before && l.Ask != nil && l.Now().Sub(opened) < atOnce:
			return Outcome{Before: before, After: before, Left: file}, nil
		case text == before:
			return Outcome{Before: before, After: before}, os.Remove(file)
		}
		again, err := t.until(ctx, text)
		switch {
		case err != nil:
			return Outcome{}, &NotAppliedError{file, err}
		case !again:
			return Outcome{Before: before, After: text}, os.Remove(file)
		}
	}
}

// write puts the text into a new file.
func (l *Loop) write(text string) (string, error) {
	pattern := "virgo*.xml"
	if l.Plain {
		pattern = "virgo*.txt"
	}
	f, err := os.CreateTemp(l.Dir, pattern) // with mode 0600
	if err != nil {
		return "", fmt.Errorf("cannot make a file to edit: %w", err)
	}
	_, err = io.WriteString(f, text)
	if err := errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(fmt.Errorf("cannot make a file to edit: %w", err), os.Remove(f.Name()))
	}
	return f.Name(), nil
}

func readText(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", fmt.Errorf("the editor took the file away: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxText+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("cannot read the edited text: %w", err)
	case len(b) > maxText:
		return "", fmt.Errorf("the edited text in %s has more than %d bytes", file, maxText)
	}
	return string(b), nil
}

// A try is the attempts to make the host take a text.
type try struct {
	loop     *Loop
	base     string // what the host had when the user last saw it
	validate bool
	force    bool
}

// until tries until the host takes the text, or returns what the user answers:
// whether to edit it again, or ErrGivenUp. Where nobody can be asked, a failure
// is the answer.
func (t *try) until(ctx context.Context, text string) (again bool, err error) {
	t.force = false
	for {
		err := t.once(ctx, text)
		switch {
		case err == nil:
			return false, nil
		case t.loop.Ask == nil || ctx.Err() != nil:
			return false, err
		}
		t.loop.Tell(err)
		switch key, err := t.ask(ctx); {
		case err != nil:
			return false, err
		case key == 'y':
			return true, nil
		case key == 'n':
			return false, ErrGivenUp
		case key == 'i':
			t.validate = false
		case key == 'f':
			t.force = true
		}
	}
}

func (t *try) once(ctx context.Context, text string) error {
	if !t.force {
		if _, err := parse(text); err != nil && !t.loop.Plain {
			return err
		}
		now, err := t.loop.Fetch(ctx)
		if err != nil {
			return err
		}
		if now != t.base {
			theirs := Diff("before", "now", t.base, now)
			t.base = now // the user has been told
			return fmt.Errorf("it was changed by somebody else meanwhile:\n%s", theirs)
		}
	}
	return t.loop.Define(ctx, text, t.validate)
}

// ask returns the user's answer to what is to become of the text.
func (t *try) ask(ctx context.Context) (byte, error) {
	keys, help := "y,n,f,?", "y - open the editor again\nn - give up; the text stays in its file\n"
	if t.validate {
		keys = "y,n,i,f,?"
		help += "i - try again without a check against the schema\n"
	}
	help += "f - try again, whatever the text is and whoever changed it\n? - show this\n"
	question := "Failed. Try again? [" + keys + "]: "
	for {
		key, err := t.loop.Ask(ctx, question)
		if err != nil {
			return 0, err
		}
		key |= 'a' - 'A' // ? has that bit already
		switch {
		case key == '?':
			question = help + "Failed. Try again? [" + keys + "]: "
		case key != ',' && strings.IndexByte(keys, key) >= 0:
			return key, nil
		default:
			question = "Failed. Try again? [" + keys + "]: "
		}
	}
}
