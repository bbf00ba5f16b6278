package vsh

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

// EditOpts is the options with which the commands that edit a document do so
// without an editor.
func EditOpts() []Opt {
	return []Opt{
		StringOpt("set", "XPATH=VALUE: give the attribute, element or text another value", "none").Repeats(),
		StringOpt("add", "XPATH=XML: put XML into the element", "none").Repeats(),
		StringOpt("delete", "XPATH: take the node away", "none").Repeats(),
		BoolOpt("all-matches", "a path may mean several nodes"),
		StringOpt("from", "file with the whole new XML, or - for standard input", "files"),
		BoolOpt("diff", "show what changes"),
		BoolOpt("dry-run", "show what would change, and change nothing"),
	}
}

// An Edit is the editing of the XML of one object.
type Edit struct {
	// Find looks the object up, at first and whenever the session has another
	// connection than before.
	Find func(ctx context.Context) error
	// Ref returns the object; after Define, the one that was defined.
	Ref func() format.Ref
	// Fetch asks the host for the document.
	Fetch func(ctx context.Context) (string, error)
	// Define gives the host the new document, checked against the schema or not.
	Define func(ctx context.Context, conn *libvirt.Conn, xml string, validate bool) error
	// Check reports what Define would refuse, before anything is done; nil for what
	// only the host knows.
	Check func(before, after string) error
	// Validate tells that Define can check.
	Validate bool
	// InPlace tells that Define changes the object that Find has found. Otherwise
	// it makes one where there is none.
	InPlace bool
	// Anyway tells that Define does something even to a text that was not changed.
	Anyway bool
	// Plain tells that the document is any text, and not XML. Start is what the user
	// begins with instead of what the host has, if that is not empty.
	Plain bool
	Start string
	// Resume returns the options of the command that go on with the text in a file,
	// whose name is quoted, in a shell; nil for --from.
	Resume func(file string) string
	// Edited and Unchanged return what virsh says at the end, without a newline;
	// nothing if it says nothing.
	Edited, Unchanged func() string
	// Rename returns how to give the object another name, where that is possible.
	Rename func(newName string) string
}

// edited is the result of an edit. Its verb is edited or unchanged.
type edited struct {
	format.Action
	DryRun  bool     `json:"dryRun"`
	Diff    string   `json:"diff,omitempty"`
	Dropped []string `json:"dropped"` // what the host did not keep
}

// Text prints the differences if they are wanted, and then what virsh says.
func (e *edited) Text(p *format.Printer) error {
	for line := range strings.Lines(e.Diff) {
		p.Print(p.DiffLine(line))
	}
	return e.Action.Text(p)
}

// Edit edits the document of an object: with the options of EditOpts that were
// given, else in the user's editor.
func (s *Session) Edit(ctx context.Context, a *Args, e Edit) (format.Result, error) {
	e = s.onConnection(e)
	before, after, err := s.newText(ctx, a, e)
	if err != nil {
		return nil, err
	}
	if before != after {
		if err := e.check(before, after); err != nil {
			return nil, err
		}
	}
	result := &edited{DryRun: a.Bool("dry-run"), Dropped: []string{}}
	if a.Bool("diff") || result.DryRun {
		result.Diff = xmledit.Diff("before", "after", before, after)
	}
	switch {
	case before == after && !e.Anyway:
		result.Action = format.Done("unchanged", e.Ref(), "%s\n", e.Unchanged())
		return result, nil
	case result.DryRun:
		result.Action = format.Done("edited", e.Ref(), "")
		return result, nil
	case withoutEditor(a) || before == after: // an editor's text has been defined while there was somebody to ask
		if err := s.define(ctx, e, before, after, e.Validate); err != nil {
			return nil, err
		}
	}
	result.Dropped = s.compare(ctx, e, before, after)
	text := e.Edited()
	if text != "" {
		text += "\n"
	}
	result.Action = format.Done("edited", e.Ref(), "%s", text)
	return result, nil
}

func (e *Edit) check(before, after string) error {
	if e.Check == nil {
		return nil
	}
	return e.Check(before, after)
}

// onConnection returns e for an object that is looked up first if need be: an
// editor may be open longer than a connection.
func (s *Session) onConnection(e Edit) Edit {
	var found *libvirt.Conn
	find := func(ctx context.Context) error {
		conn, err := s.Conn(ctx)
		if err != nil || conn == found {
			return err
		}
		if err := e.Find(ctx); err != nil {
			return err
		}
		found = conn
		return nil
	}
	on := e
	on.Fetch = func(ctx context.Context) (string, error) {
		if err := find(ctx); err != nil {
			return "", err
		}
		return e.Fetch(ctx)
	}
	if e.InPlace {
		on.Define = func(ctx context.Context, conn *libvirt.Conn, xml string, validate bool) error {
			if err := find(ctx); err != nil {
				return err
			}
			return e.Define(ctx, conn, xml, validate)
		}
	}
	return on
}

// InactiveXML returns the XML of an object's next start: what get returns with
// the flag, or, from a host that knows only one XML and so no flag, without it.
func InactiveXML[F ~uint32](ctx context.Context, get func(context.Context, F) (string, error), inactive F) (string, error) {
	xml, err := get(ctx, inactive)
	if errors.Is(err, virt.ErrInvalidArg) {
		return get(ctx, 0)
	}
	return xml, err
}

// withoutEditor reports whether the options say what is to change.
func withoutEditor(a *Args) bool {
	return a.Has("set") || a.Has("add") || a.Has("delete") || a.Has("from")
}

// newText returns the document as the host has it and as it is to be.
func (s *Session) newText(ctx context.Context, a *Args, e Edit) (before, after string, err error) {
	if !withoutEditor(a) {
		return s.editor(ctx, a, e)
	}
	edits, err := edits(a)
	if err != nil {
		return "", "", err
	}
	from, err := a.String("from")
	if err != nil {
		return "", "", err
	}
	if from != "" { // first, since what is wrong with it needs no host
		if after, err = s.ReadXMLFile(from); err != nil {
			return "", "", err
		}
	}
	if before, err = e.Fetch(ctx); err != nil {
		return "", "", err
	}
	if from == "" {
		after = before
	}
	after, err = xmledit.Apply(after, edits, a.Bool("all-matches"))
	if err != nil {
		return "", "", Failf("%s", err)
	}
	return before, after, nil
}

// edits returns the edits of the options, in the order in which they were given.
func edits(a *Args) ([]xmledit.Edit, error) {
	var list []xmledit.Edit
	for _, g := range a.given {
		op := xmledit.Op(g.opt.Name)
		if !slices.Contains([]xmledit.Op{xmledit.Set, xmledit.Add, xmledit.Delete}, op) {
			continue
		}
		edit, err := xmledit.ParseEdit(op, g.value)
		if err != nil {
			return nil, Failf("%s", err)
		}
		list = append(list, edit)
	}
	return list, nil
}

// editor lets the user edit the document. What it returns has been defined.
func (s *Session) editor(ctx context.Context, a *Args, e Edit) (before, after string, err error) {
	editor, err := xmledit.FindEditor(s.Getenv)
	if err != nil {
		return "", "", Failf("%s", err)
	}
	loop := xmledit.Loop{
		Fetch:    e.Fetch,
		Ask:      s.Key,
		Tell:     s.Report,
		Now:      s.Now,
		Dir:      s.Getenv("TMPDIR"),
		Validate: e.Validate,
		Plain:    e.Plain,
		Start:    e.Start,
		Edit: func(_ context.Context, file string) error {
			if s.Key == nil && editor.From == "" { // one that was guessed would wait for keys that nobody presses
				return Failf("there is no terminal for an editor: set $EDITOR to a program that needs none")
			}
			if err := s.Foreground(editor.Cmd(file)); err != nil {
				return editor.Failure(err)
			}
			return nil
		},
	}
	first := ""
	loop.Define = func(ctx context.Context, text string, validate bool) error {
		if dryRun(a) {
			return e.check(first, text)
		}
		return s.define(ctx, e, first, text, validate)
	}
	loop.Fetch = func(ctx context.Context) (string, error) {
		text, err := e.Fetch(ctx)
		if first == "" {
			first = text
		}
		return text, err
	}
	outcome, err := loop.Run(ctx)
	var kept *xmledit.NotAppliedError
	switch {
	case errors.As(err, &kept):
		return "", "", Both(kept.Err, s.keptError(a, e, kept.File))
	case err != nil:
		return "", "", err
	case outcome.Left != "":
		s.note("the editor '%s' returned at once: if it runs on, save in it and then call '%s'. "+
			"To have it waited for, set EDITOR to a command that waits, such as 'code --wait' or 'gvim -f'",
			editor.Command, s.again(a, e, outcome.Left))
	}
	return outcome.Before, outcome.After, nil
}

// dryRun reports whether a command that can do so is to change nothing.
func dryRun(a *Args) bool { return a.spec.opt("dry-run") != nil && a.Bool("dry-run") }

// keptError tells where an edited text is, and how to go on with it.
func (s *Session) keptError(a *Args, e Edit, file string) error {
	if e.Resume != nil && s.Interactive { // the prompt does not put files into lines
		return Failf("the edited text is kept in %s", file)
	}
	return Failf("the edited text is kept in %s: go on with '%s'", file, s.again(a, e, file))
}

// again returns the command line that goes on with a text in a file.
func (s *Session) again(a *Args, e Edit, file string) string {
	words := append(s.caller(), a.spec.Name)
	for _, g := range a.given {
		switch {
		case slices.ContainsFunc(EditOpts(), func(o Opt) bool { return o.Name == g.opt.Name }), g.opt.Name == "edit", g.opt.Kind == Argv:
		case g.opt.Required:
			words = append(words, g.value)
		case g.opt.Kind == Bool:
			words = append(words, "--"+g.opt.Name)
		default:
			words = append(words, "--"+g.opt.Name, g.value)
		}
	}
	if e.Resume != nil {
		return Quote(words...) + " " + e.Resume(Quote(file))
	}
	return Quote(append(words, "--from", file)...)
}

// caller returns the words before a command that reaches the same host: none at
// the prompt.
func (s *Session) caller() []string {
	switch {
	case s.Interactive:
		return nil
	case s.URI == "":
		return []string{s.Program}
	}
	return []string{s.Program, "-c", s.URI}
}

// Quote returns a line that is read as these words, here and in a shell.
func Quote(words ...string) string {
	line := make([]string, len(words))
	for i, word := range words {
		line[i] = quoted(word)
	}
	return strings.Join(line, " ")
}

// quoted writes a word so that the grammar, and a shell, reads it as one.
func quoted(word string) string {
	if word != "" && !strings.ContainsAny(word, " \t\n\\\"'`$&|;<>()*?[]{}~!#") {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// define gives the host the new document. To its error it adds what the user may
// have meant.
func (s *Session) define(ctx context.Context, e Edit, before, after string, validate bool) error {
	conn, err := s.Conn(ctx)
	if err != nil {
		return err
	}
	err = e.Define(ctx, conn, after, validate)
	oldName, oldUUID := xmledit.Identity(before)
	newName, newUUID := xmledit.Identity(after)
	if err != nil && e.Rename != nil && oldName != newName && newName != "" && oldUUID == newUUID {
		return Both(err, Failf("to change only the name: %s", e.Rename(newName)))
	}
	return err
}

// compare tells what the host made of a document that it took, and returns what
// it did not keep.
func (s *Session) compare(ctx context.Context, e Edit, before, after string) []string {
	dropped := []string{}
	oldName, oldUUID := xmledit.Identity(before)
	newName, newUUID := xmledit.Identity(after)
	if oldName != newName && oldUUID != newUUID {
		s.note("with another name and another UUID this is a new %s: '%s' is still there as it was", e.Ref().Kind, oldName)
	}
	for _, l := range s.dropped(ctx, after, e.Fetch) {
		dropped = append(dropped, l.String())
	}
	return dropped
}

// dropped tells what the host did not keep of a document that it took, and
// returns it. What cannot be asked for is nothing: all else is done.
func (s *Session) dropped(ctx context.Context, sent string, fetch func(context.Context) (string, error)) []xmledit.Loss {
	kept, err := fetch(ctx)
	if err != nil {
		return nil
	}
	losses, err := xmledit.Dropped(sent, kept)
	if err != nil || len(losses) == 0 {
		return nil
	}
	s.note("%s", xmledit.Losses(losses))
	return losses
}

// NoteDropped tells a user at a terminal what the host did not keep of a document
// that it took. It asks the host for what it has, which scripts are spared.
func (s *Session) NoteDropped(ctx context.Context, sent string, fetch func(context.Context) (string, error)) {
	if s.Advise {
		s.dropped(ctx, sent, fetch)
	}
}

// note shows what is no error but should be known.
func (s *Session) note(text string, args ...any) {
	fmt.Fprintf(s.Err, "warning: "+text+"\n", args...)
}
