package vsh_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
)

func TestParsePartialLine(t *testing.T) {
	tests := []struct {
		line    string
		words   string // parted by |
		last    string
		raw     string
		quote   byte
		comment bool
	}{
		{line: ""},
		{line: "  do", last: "do", raw: "do"},
		{line: "start ", words: "start|"},
		{line: "start a\\ b", words: "start|", last: "a b", raw: "a\\ b"},
		{line: "start a\\", words: "start|", last: "a", raw: "a\\", quote: '\\'},
		{line: "start 'a ", words: "start|", last: "a ", raw: "'a ", quote: '\''},
		{line: `start "a\" `, words: "start|", last: `a" `, raw: `"a\" `, quote: '"'},
		{line: `start "a b"c`, words: "start|", last: "a bc", raw: `"a b"c`},
		{line: `start ''`, words: "start|", raw: `''`},
		{line: "list; do", last: "do", raw: "do"},
		{line: "list;"},
		{line: "list --all\ndo", last: "do", raw: "do"},
		{line: "list # do", words: "list|", comment: true},
		{line: "list # a\ndo", last: "do", raw: "do"},
		{line: "echo a#b", words: "echo|", last: "a#b", raw: "a#b"},
		{line: "echo 日本", words: "echo|", last: "日本", raw: "日本"},
	}
	for _, tt := range tests {
		p := vsh.ParsePartialLine(tt.line)
		words := ""
		for _, w := range p.Words {
			words += w + "|"
		}
		if words != tt.words || p.Last != tt.last || p.Raw != tt.raw || p.Quote != tt.quote || p.Comment != tt.comment {
			t.Errorf("%q: %+v", tt.line, p)
		}
	}
}

// TestQuoteRest types the rest of words after each beginning of them, in each
// kind of quotes, and reads them back.
func TestQuoteRest(t *testing.T) {
	words := []string{"plain", "a b", `d"q`, "q'x", `back\s`, "日本 語", "semi;c", "#hash", "tab\tx", "$x*?"}
	for _, word := range words {
		for i := range word { // at the beginnings of characters
			for _, open := range []byte{0, '\'', '"'} {
				typed := vsh.QuoteRest(word[:i], open, false)
				if open != 0 {
					typed = string(open) + typed
				}
				p := vsh.ParsePartialLine("echo " + typed)
				if p.Last != word[:i] || p.Quote != open {
					t.Fatalf("%q was read as %+v", typed, p)
				}
				line := "echo " + typed + vsh.QuoteRest(word[i:], p.Quote, true)
				if i == 0 && open == 0 && word[0] == '#' {
					line = "echo " + vsh.QuoteRest(word, 0, true)
				}
				calls, err := vsh.ParseLine(echoOnly, line)
				if err != nil || len(calls) != 1 || !slices.Equal(calls[0].Args.Argv("string"), []string{word}) {
					t.Errorf("%q: %v", line, err)
				}
			}
		}
	}
	p := vsh.ParsePartialLine(`echo a\`)
	if got := `a\` + vsh.QuoteRest(" b c", p.Quote, true); got != `a\ b\ c` {
		t.Errorf("after a backslash: %q", got)
	}
}

func echoOnly(name string) *vsh.Spec {
	if !strings.HasPrefix(name, "echo") {
		return nil
	}
	return &vsh.Spec{Name: "echo", Opts: []vsh.Opt{vsh.ArgvOpt("string", "words", "none")}}
}

// FuzzPartialLine: whatever has been typed, the rest of a word that is typed as
// QuoteRest says is read as that, with what was there before it.
func FuzzPartialLine(f *testing.F) {
	for _, seed := range []string{"start a", "start a\\", "start 'a ", `start "a\" `, "list; do", "list # do", "echo 日", "a\\\nb", "x ''"} {
		f.Add(seed, "b 'c\"\\;")
	}
	f.Fuzz(func(t *testing.T, line, rest string) {
		p := vsh.ParsePartialLine(line)
		if !strings.HasSuffix(line, p.Raw) {
			t.Fatalf("%q does not end in %q", line, p.Raw)
		}
		if p.Comment || rest == "" || strings.Contains(rest, "\n") {
			return
		}
		typed := line + vsh.QuoteRest(rest, p.Quote, true)
		if got := vsh.ParsePartialLine(typed); got.Last != p.Last+rest || !slices.Equal(got.Words, p.Words) || got.Comment {
			t.Fatalf("%q and %q make %q, which is %+v", line, rest, typed, got)
		}
	})
}
