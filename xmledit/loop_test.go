package xmledit_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/virgo-vm/virgo/xmledit"
)

// A bench is a host with one document, and a user at it.
type bench struct {
	t       *testing.T
	doc     string
	edits   []func(file string) error // one for each time the editor opens
	keys    string                    // the answers to questions
	refuse  func(text string, validate bool) error
	before  func(fetch int) // called before a document is fetched
	fetches int
	told    []string
	asked   []string
	files   []string
	clock   time.Time
	slow    time.Duration // how long the editor is open
}

func (b *bench) loop() *xmledit.Loop {
	return &xmledit.Loop{
		Dir:      b.t.TempDir(),
		Validate: true,
		Now:      func() time.Time { return b.clock },
		Tell:     func(err error) { b.told = append(b.told, err.Error()) },
		Fetch: func(ctx context.Context) (string, error) {
			if b.before != nil {
				b.before(b.fetches)
			}
			b.fetches++
			return b.doc, ctx.Err()
		},
		Define: func(_ context.Context, text string, validate bool) error {
			if b.refuse != nil {
				if err := b.refuse(text, validate); err != nil {
					return err
				}
			}
			b.doc = text
			return nil
		},
		Edit: func(_ context.Context, file string) error {
			b.files = append(b.files, file)
			if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
				b.t.Errorf("the file: %v, %v", info, err)
			}
			b.clock = b.clock.Add(b.slow)
			edit := b.edits[0]
			b.edits = b.edits[1:]
			return edit(file)
		},
		Ask: func(_ context.Context, question string) (byte, error) {
			b.asked = append(b.asked, question)
			if b.keys == "" {
				return 0, errors.New("hung up")
			}
			key := b.keys[0]
			b.keys = b.keys[1:]
			return key, nil
		},
	}
}

func write(text string) func(string) error {
	return func(file string) error { return os.WriteFile(file, []byte(text), 0o600) }
}

func nothing(string) error { return nil }

// replace saves as many editors do: a new file takes the place of the old.
func replace(text string) func(string) error {
	return func(file string) error {
		return errors.Join(os.WriteFile(file+"~", []byte(text), 0o600), os.Rename(file+"~", file))
	}
}

func TestLoop(t *testing.T) {
	const doc = "<a>1</a>"
	refuse := func(text string, _ bool) error {
		if strings.Contains(text, "bad") {
			return errors.New("refused")
		}
		return nil
	}
	schema := func(_ string, validate bool) error {
		if validate {
			return errors.New("not in the schema")
		}
		return nil
	}
	tests := []struct {
		name  string
		bench bench
		ctx   func(context.Context) context.Context
		want  string // the host's document afterwards
		kept  string // what the file has that is left
		err   string
		told  string
	}{
		{name: "good", bench: bench{edits: []func(string) error{write("<b/>")}}, want: "<b/>"},
		{name: "renamed over", bench: bench{edits: []func(string) error{replace("<b/>")}}, want: "<b/>"},
		{name: "nothing", bench: bench{edits: []func(string) error{nothing}, slow: time.Minute}, want: doc},
		{name: "at once", bench: bench{edits: []func(string) error{nothing}, slow: time.Millisecond}, want: doc, kept: doc},
		{name: "killed", bench: bench{edits: []func(string) error{func(string) error { return errors.New("killed") }}}, want: doc, err: "killed"},
		{
			name:  "killed after saving",
			bench: bench{edits: []func(string) error{func(f string) error { return errors.Join(write("<b/>")(f), errors.New("killed")) }}},
			want:  doc, kept: "<b/>", err: "killed",
		},
		{name: "deleted", bench: bench{edits: []func(string) error{os.Remove}}, want: doc, err: "the editor took the file away"},
		{name: "emptied", bench: bench{edits: []func(string) error{write("")}, keys: "n"}, want: doc, kept: "", err: "nothing was changed", told: "no root element"},
		{name: "not well-formed", bench: bench{edits: []func(string) error{write("<b")}, keys: "N"}, want: doc, kept: "<b", err: "nothing was changed", told: "XML syntax error"},
		{name: "mended", bench: bench{edits: []func(string) error{write("<b"), write("<b/>")}, keys: "y"}, want: "<b/>", told: "XML syntax error"},
		{name: "taken back", bench: bench{edits: []func(string) error{write("<b"), write(doc)}, keys: "y", slow: time.Minute}, want: doc, told: "XML syntax error"},
		{name: "forced", bench: bench{edits: []func(string) error{write("<b")}, keys: "xf"}, want: "<b", told: "XML syntax error"},
		{name: "refused", bench: bench{edits: []func(string) error{write("<bad/>")}, keys: "n", refuse: refuse}, want: doc, kept: "<bad/>", err: "nothing was changed", told: "refused"},
		{name: "refused again", bench: bench{edits: []func(string) error{write("<bad/>")}, keys: "ffn", refuse: refuse}, want: doc, kept: "<bad/>", err: "nothing was changed", told: "refused|refused|refused"},
		{name: "unchecked", bench: bench{edits: []func(string) error{write("<b/>")}, keys: "i", refuse: schema}, want: "<b/>", told: "not in the schema"},
		{name: "unchecked once", bench: bench{edits: []func(string) error{write("<bad/>")}, keys: "iiin", refuse: func(x string, v bool) error {
			return errors.Join(schema(x, v), refuse(x, v))
		}}, want: doc, kept: "<bad/>", err: "nothing was changed", told: "not in the schema\nrefused|refused"},
		{name: "hung up", bench: bench{edits: []func(string) error{write("<bad/>")}, refuse: refuse}, want: doc, kept: "<bad/>", err: "hung up", told: "refused"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := &tt.bench
			b.t, b.doc = t, doc
			outcome, err := b.loop().Run(t.Context())
			switch {
			case tt.err == "" && (err != nil || outcome.After != tt.want && !strings.HasPrefix(tt.name, "nothing")):
				t.Errorf("%+v, %v", outcome, err)
			case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
				t.Errorf("%v, want %q", err, tt.err)
			}
			if b.doc != tt.want {
				t.Errorf("the host has %q, want %q", b.doc, tt.want)
			}
			if got := strings.Join(b.told, "|"); !strings.Contains(got, tt.told) || tt.told == "" && got != "" {
				t.Errorf("told %q, want %q", got, tt.told)
			}
			var kept *xmledit.NotAppliedError
			file := outcome.Left
			if errors.As(err, &kept) {
				file = kept.File
				if !strings.Contains(err.Error(), file) {
					t.Errorf("the error does not name the file: %v", err)
				}
			}
			if file == "" {
				left, _ := filepath.Glob(filepath.Join(filepath.Dir(b.files[0]), "*"))
				if len(left) > 0 || tt.kept != "" {
					t.Errorf("left: %q, want %q", left, tt.kept)
				}
				return
			}
			if text, err := os.ReadFile(file); err != nil || string(text) != tt.kept {
				t.Errorf("kept %q, %v; want %q", text, err, tt.kept)
			}
		})
	}
}

// TestLoopChangedMeanwhile: another user's change is shown, and overwritten only
// by who has seen it.
func TestLoopChangedMeanwhile(t *testing.T) {
	for _, tt := range []struct{ keys, want string }{
		{"n", "<a>\n2\n</a>"},
		{"f", "<mine/>"},
		{"y", "<mine2/>"},
	} {
		b := &bench{t: t, doc: "<a>\n1\n</a>", keys: tt.keys, edits: []func(string) error{write("<mine/>"), write("<mine2/>")}}
		b.before = func(fetch int) {
			if fetch == 1 {
				b.doc = "<a>\n2\n</a>"
			}
		}
		_, err := b.loop().Run(t.Context())
		if got := strings.Join(b.told, "|"); !strings.Contains(got, "changed by somebody else meanwhile") || !strings.Contains(got, "\n-1\n+2\n") {
			t.Errorf("%s: told %q", tt.keys, got)
		}
		if b.doc != tt.want || (err != nil) != (tt.keys == "n") {
			t.Errorf("%s: the host has %q, want %q; %v", tt.keys, b.doc, tt.want, err)
		}
	}
}

// TestLoopWithoutTerminal: nobody is asked, and the text is kept.
func TestLoopWithoutTerminal(t *testing.T) {
	b := &bench{t: t, doc: "<a/>", edits: []func(string) error{write("<b")}}
	l := b.loop()
	l.Ask = nil
	_, err := l.Run(t.Context())
	var kept *xmledit.NotAppliedError
	if !errors.As(err, &kept) || !strings.Contains(err.Error(), "XML syntax error") {
		t.Fatalf("%v", err)
	}
	if text, err := os.ReadFile(kept.File); err != nil || string(text) != "<b" {
		t.Errorf("%q, %v", text, err)
	}
	b.edits = []func(string) error{nothing}
	if outcome, err := l.Run(t.Context()); err != nil || outcome.Left != "" {
		t.Errorf("at once without a terminal: %+v, %v", outcome, err)
	}
}

// TestLoopCancelled: who is told to end while the editor is open leaves the text.
func TestLoopCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b := &bench{t: t, doc: "<a/>", keys: "y", edits: []func(string) error{func(file string) error { cancel(); return write("<b/>")(file) }}}
	_, err := b.loop().Run(ctx)
	var kept *xmledit.NotAppliedError
	if !errors.As(err, &kept) || !errors.Is(err, context.Canceled) || len(b.asked) > 0 || b.doc != "<a/>" {
		t.Errorf("%v, asked %q", err, b.asked)
	}
}

func TestLoopQuestions(t *testing.T) {
	b := &bench{t: t, doc: "<a/>", keys: "?xi\xff,n", edits: []func(string) error{write("<b")}}
	if _, err := b.loop().Run(t.Context()); err == nil {
		t.Error("no error")
	}
	const first, later = "Failed. Try again? [y,n,i,f,?]: ", "Failed. Try again? [y,n,f,?]: "
	if len(b.asked) != 6 || b.asked[0] != first || b.asked[2] != first || b.asked[3] != later || b.asked[5] != later ||
		!strings.HasSuffix(b.asked[1], first) || strings.Count(b.asked[1], "\n") != 5 {
		t.Errorf("%q", b.asked)
	}
}

func TestLoopBadPlace(t *testing.T) {
	b := &bench{t: t, doc: "<a/>"}
	l := b.loop()
	l.Dir = filepath.Join(l.Dir, "missing")
	if _, err := l.Run(t.Context()); err == nil || !strings.Contains(err.Error(), "cannot make a file to edit") || !strings.Contains(err.Error(), l.Dir) {
		t.Errorf("%v", err)
	}
	b = &bench{t: t, doc: "<a/>", edits: []func(string) error{write(strings.Repeat("x", 10<<20+1))}}
	_, err := b.loop().Run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "more than 10485760 bytes") || !strings.Contains(err.Error(), b.files[0]) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(b.files[0]); err != nil {
		t.Errorf("a text that is too long is gone: %v", err)
	}
}

func TestFindEditor(t *testing.T) {
	tests := []struct{ visual, editor, want string }{
		{"v", "e", "{v $VISUAL}"},
		{" ", "e -w", "{e -w $EDITOR}"},
		{"", " e ", "{e $EDITOR}"},
	}
	for _, tt := range tests {
		env := map[string]string{"VISUAL": tt.visual, "EDITOR": tt.editor}
		got, err := xmledit.FindEditor(func(name string) string { return env[name] })
		if err != nil || fmt.Sprint(got) != tt.want {
			t.Errorf("%+v: %v, %v", tt, got, err)
		}
	}
	t.Setenv("PATH", t.TempDir())
	if got, err := xmledit.FindEditor(func(string) string { return "" }); err == nil || !strings.Contains(err.Error(), "set $EDITOR") {
		t.Errorf("%v, %v", got, err)
	}
}

func TestEditorCommand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "with blank")
	program := filepath.Join(dir, "ed it")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, []byte("#!/bin/sh\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		command string
		want    []string
	}{
		{"vi", []string{"vi", "/f g"}},
		{"code --wait -n", []string{"code", "--wait", "-n", "/f g"}},
		{program, []string{program, "/f g"}},
		{"'" + program + "' -w", []string{"sh", "-c", "'" + program + `' -w "$@"`, "sh", "/f g"}},
		{"$X", []string{"sh", "-c", `$X "$@"`, "sh", "/f g"}},
	}
	for _, tt := range tests {
		if got := (xmledit.Editor{Command: tt.command}).Cmd("/f g").Args; fmt.Sprintf("%q", got) != fmt.Sprintf("%q", tt.want) {
			t.Errorf("%s: %q, want %q", tt.command, got, tt.want)
		}
	}
}

func TestIdentity(t *testing.T) {
	for doc, want := range map[string]string{
		"<a><name>n</name><uuid>u</uuid></a>": "n u",
		"<a><b><name>n</name></b></a>":        " ",
		"<a":                                  " ",
	} {
		if name, uuid := xmledit.Identity(doc); name+" "+uuid != want {
			t.Errorf("%s: %q %q", doc, name, uuid)
		}
	}
}
