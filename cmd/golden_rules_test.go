package cmd

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

// goldenFiles returns the golden files of commands, by path.
func goldenFiles(t *testing.T) map[string]*txtar.Archive {
	t.Helper()
	paths, err := filepath.Glob("testdata/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]*txtar.Archive{}
	for _, path := range paths {
		if files[path], err = txtar.ParseFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// section returns a part of a golden file; ok is false if it has none.
func section(a *txtar.Archive, name string) (data []byte, ok bool) {
	for _, f := range a.Files {
		if f.Name == name {
			return f.Data, true
		}
	}
	return nil, false
}

// TestGoldenOfEveryCommand: there is no command without a golden file of its text
// and its JSON.
func TestGoldenOfEveryCommand(t *testing.T) {
	catalog := groups()
	have := map[string]bool{}
	for path, golden := range goldenFiles(t) {
		_, text := section(golden, "text")
		_, json := section(golden, "json")
		if !text || !json {
			continue
		}
		line, _, _ := strings.Cut(strings.TrimSpace(string(golden.Comment)), "\n")
		calls, err := vsh.ParseLine(catalog.Lookup, line)
		if err != nil && len(calls) == 0 {
			t.Errorf("%s: %v", path, err)
		}
		for _, call := range calls {
			have[call.Spec.Name] = true
		}
	}
	for i := range catalog {
		for _, s := range catalog[i].Specs() {
			if !have[s.Name] {
				t.Errorf("command %s has no golden file with its text and JSON: add one to testdata", s.Name)
			}
		}
	}
}

// TestGoldenJSON: all JSON keeps the rules of package format.
func TestGoldenJSON(t *testing.T) {
	for path, golden := range goldenFiles(t) {
		data, _ := section(golden, "json")
		d := json.NewDecoder(bytes.NewReader(bytes.ReplaceAll(data, []byte("CPU-TIME"), []byte("0"))))
		d.UseNumber()
		for {
			var value any
			err := d.Decode(&value)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Errorf("%s: %v", path, err)
				break
			}
			r := jsonRules{wordFields: wordFields()}
			r.check("", value)
			for _, p := range r.problems {
				t.Errorf("%s: %s", path, p)
			}
		}
	}
}

// wordFields are the fields whose strings may look like something else: what the
// user or the host chose as a name, a title or a text, and XML, which knows no
// types.
func wordFields() map[string]string {
	return map[string]string{
		"name":       "an object may be called 1",
		"title":      "the user's words",
		"value":      "of a description: the user's words",
		"text":       "what echo prints",
		"tree":       "XML has no types",
		"stats":      "of domains: the host's own names",
		"info":       "of guests: their agent's own names",
		"parameters": "of tunables and jobs: the host's own names",
		"data":       "of QEMU's events: its own names",
		"models":     "a model of CPU is called 486",
		"version":    "of firmware and hardware: a name and no number",
	}
}

// jsonRules collects what breaks the rules in a document.
type jsonRules struct {
	wordFields map[string]string
	problems   []string
}

var (
	camelCase  = regexp.MustCompile("^[a-z][a-zA-Z0-9]*$")
	sizeOrUnit = regexp.MustCompile("^[0-9.]+ ?([KMGTPE]i?)?(B|b|bytes|s|ms|ns|seconds|kHz|MHz)$")
	looksTimed = regexp.MustCompile("^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]|^[0-9]{2}:[0-9]{2}:[0-9]{2}([^:]|$)")
)

func (r *jsonRules) badf(at, why string) { r.problems = append(r.problems, at+": "+why) }

func (r *jsonRules) check(at string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, item := range v {
			if r.wordFields[key] != "" {
				continue
			}
			if !camelCase.MatchString(key) {
				r.badf(at+"."+key, "the key is not in camelCase")
			}
			if n, ok := item.(json.Number); ok && n == "-1" {
				r.badf(at+"."+key, "-1 stands for a value that is missing: leave it out")
			}
			r.check(at+"."+key, item)
		}
	case []any:
		for _, item := range v {
			r.check(at+"[]", item)
		}
	case string:
		r.text(at, v)
	}
}

// text checks that a string is nothing that JSON has a type for, and a time only
// in the form of RFC 3339.
func (r *jsonRules) text(at, s string) {
	switch {
	case s == "true" || s == "false" || s == "yes" || s == "no":
		r.badf(at, "a boolean is the string "+s)
	case json.Valid([]byte(s)) && strings.Trim(s, "-+.0123456789eE") == "":
		r.badf(at, "a number is the string "+s)
	case sizeOrUnit.MatchString(s):
		r.badf(at, "a size or a time is the string "+s)
	case looksTimed.MatchString(s):
		if _, err := time.Parse(time.RFC3339Nano, s); err != nil {
			r.badf(at, "a time is not as in RFC 3339: "+s)
		}
	}
}

// TestJSONRules holds that the rules find what they are for.
func TestJSONRules(t *testing.T) {
	for doc, want := range map[string]string{
		`{"a": 1, "name": "1", "tree": {"x-y": "2"}, "at": "2024-01-02T03:04:05Z", "b": null, "c": [true]}`: "",
		`{"max memory": 1}`:            ".max memory: the key is not in camelCase",
		`{"Max": 1}`:                   ".Max: the key is not in camelCase",
		`{"a": [{"b": "12"}]}`:         ".a[].b: a number is the string 12",
		`{"a": "-1.5e3"}`:              ".a: a number is the string -1.5e3",
		`{"a": "yes"}`:                 ".a: a boolean is the string yes",
		`{"a": "10 KiB"}`:              ".a: a size or a time is the string 10 KiB",
		`{"a": "2024-01-02 03:04:05"}`: ".a: a time is not as in RFC 3339: 2024-01-02 03:04:05",
		`{"a": "12:00:00"}`:            ".a: a time is not as in RFC 3339: 12:00:00",
		`{"a": -1}`:                    ".a: -1 stands for a value that is missing: leave it out",
	} {
		d := json.NewDecoder(strings.NewReader(doc))
		d.UseNumber()
		var value any
		if err := d.Decode(&value); err != nil {
			t.Fatal(err)
		}
		r := jsonRules{wordFields: wordFields()}
		r.check("", value)
		if got := strings.Join(r.problems, "\n"); got != want {
			t.Errorf("%s: %q, want %q", doc, got, want)
		}
	}
}
