package completion

import (
	"strings"
	"testing"
)

const bashBreaks = " \t\n\"'@><=;|&(:" // COMP_WORDBREAKS as bash sets it

// TestSplitShell holds what bash 5.2 was seen to replace.
func TestSplitShell(t *testing.T) {
	tests := []struct {
		line        string
		last        string
		candidate   string
		replacement string
	}{
		{"virgo start a", "a", "a b", `a\ b`},
		{`virgo start a\ `, "a ", "a b", `a\ b`},
		{"virgo start 'a ", "a ", "a b", "a b"},
		{`virgo start "a`, "a", "a$`", "a\\$\\`"},
		{`virgo start "a\`, `a\`, `a\b`, `a\\b`},
		{"virgo start 'q", "q", "q'x", `q'\''x`},
		{"virgo start x'a", "xa", "xa b", "a b"},
		{`virgo start "a"b`, "ab", "ab c", `ab\ c`},
		{"virgo -c qemu:", "qemu:", "qemu:///system", "///system"},
		{"virgo -c 'qemu:", "qemu:", "qemu:///system", "qemu:///system"},
		{"virgo start x\\:", "x:", "x:y", "x:y"},
		{"virgo dumpxml --domain=", "--domain=", "--domain=a b", `a\ b`},
		{"virgo start ", "", "日本 語", `日本\ 語`},
		{"virgo start \t", "", "~x", `\~x`},
		{"virgo", "virgo", "virgo", "virgo"},
	}
	for _, tt := range tests {
		words := splitShell(tt.line, bashBreaks)
		last := words[len(words)-1]
		if got := last.replacement(tt.candidate); last.text != tt.last || got != tt.replacement {
			t.Errorf("%q: the last word is %+v, %q becomes %q, want %q", tt.line, last, tt.candidate, got, tt.replacement)
		}
	}
}

// FuzzSplitShell: whatever the line, a word that is put where bash replaces, with
// the quote closed that was open, is read as that word.
func FuzzSplitShell(f *testing.F) {
	for _, seed := range []string{"virgo start a", `x "a\" `, "x 'a", `x a\`, "x a'b\"c:", "x --a=b:c", "x $`!", "x 日\\ "} {
		f.Add(seed, " b'\"\\$x")
	}
	f.Fuzz(func(t *testing.T, line, rest string) {
		words := splitShell(line, bashBreaks)
		last := words[len(words)-1]
		if last.keep > len(last.text) {
			t.Fatalf("%q: %d bytes of %q are kept", line, last.keep, last.text)
		}
		candidate := last.text + rest
		if strings.ContainsRune(candidate, '\n') {
			return // candidates have none: a backslash before one takes it away
		}
		put := last.replacement(candidate)
		if last.quote != 0 {
			put = string(last.quote) + put + string(last.quote)
		}
		again := splitShell("x "+put, "")
		if got := again[len(again)-1]; len(again) != 2 && put != "" || got.text != candidate[last.keep:] {
			t.Fatalf("%q: %q is put as %q, which is %q", line, candidate, put, got.text)
		}
	})
}
