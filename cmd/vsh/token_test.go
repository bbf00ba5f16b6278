package vsh

import (
	"slices"
	"strings"
	"testing"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		line string
		want string // words in «», commands parted by ;, an error at the end
	}{
		{``, ``},
		{" \t ", ``},
		{`;;`, ``},
		{`a b`, `«a»«b»`},
		{"a\tb  c", `«a»«b»«c»`},
		{"a\rb", "«a\rb»"},
		{`a;b`, `«a»;«b»`},
		{"a\nb;", `«a»;«b»`},
		{`'a'"b"c`, `«abc»`},
		{`''`, `«»`},
		{`a '' b`, `«a»«»«b»`},
		{`'a;b' "c;d"`, `«a;b»«c;d»`},
		{`'a\'`, `«a\»`},
		{`"a\"b\\c\nd"`, `«a"b\cnd»`},
		{`a\ b`, `«a b»`},
		{`"a'b"`, `«a'b»`},
		{`'a"b'`, `«a"b»`},
		{"a\\\nb", `«ab»`},
		{"a \\\n b", `«a»«b»`},
		{"\"a\\\nb\"", `«ab»`},
		{"'a\\\nb'", "«a\\\nb»"},
		{`a#b #c ; d`, `«a#b»`},
		{"#c;d\ne", `«e»`},
		{"a # b\nc", `«a»;«c»`},
		{`a '#b'`, `«a»«#b»`},
		{`"a`, `!missing "`},
		{`a; b "`, `«a»;«b»!missing "`},
		{`a 'b`, `«a»!missing '`},
		{`a\`, `!dangling \`},
		{`"a\`, `!dangling \`},
		{"\xff é\x00", "«\xff»«é\x00»"},
	}
	for _, tt := range tests {
		var parts []string
		for _, seg := range split(tt.line) {
			part := ""
			for _, w := range seg.words {
				part += "«" + w + "»"
			}
			if seg.err != nil {
				part += "!" + seg.err.Error()
			}
			parts = append(parts, part)
		}
		if got := strings.Join(parts, ";"); got != tt.want {
			t.Errorf("split(%q) = %s, want %s", tt.line, got, tt.want)
		}
	}
}

// quoteSingle, quoteDouble and quoteBackslash are three ways to write a word.
func quoteSingle(word string) string {
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

func quoteDouble(word string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(word) + `"`
}

func quoteBackslash(word string) string {
	var b strings.Builder
	for i := range len(word) {
		if word[i] == '\n' {
			return quoteSingle(word) // a backslash would make it vanish
		}
		b.WriteString(`\` + word[i:i+1])
	}
	if word == "" {
		return "''"
	}
	return b.String()
}

// FuzzSplit checks that quoting is an identity: words come back from a line that
// they were quoted into, whatever they are. The line itself, unquoted, must not
// upset the tokenizer, and no word may come out of nowhere.
func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"", "a b", `'x' "y\"" z\ `, "#c\nd;e", "a\\\nb", "é\xff\x00", `"`, `'`, `\`} {
		f.Add(seed, "second")
	}
	f.Fuzz(func(t *testing.T, first, second string) {
		words := []string{first, second, "third"}
		for name, quote := range map[string]func(string) string{
			"single": quoteSingle, "double": quoteDouble, "backslash": quoteBackslash} {
			line := quote(first) + " " + quote(second) + "\tthird"
			segs := split(line)
			if len(segs) != 1 || segs[0].err != nil || !slices.Equal(segs[0].words, words) {
				t.Fatalf("%s: split(%q) = %v, want %q", name, line, segs, words)
			}
		}
		if plain := first; plain != "" && !strings.ContainsAny(plain, " \t\n;'\"\\#") {
			if segs := split(plain); len(segs) != 1 || !slices.Equal(segs[0].words, []string{plain}) {
				t.Fatalf("split(%q) = %v", plain, segs)
			}
		}
		total := 0
		for i, seg := range split(first) {
			if seg.err != nil && i != len(split(first))-1 {
				t.Fatalf("split(%q): an error before the end", first)
			}
			if len(seg.words) == 0 && seg.err == nil {
				t.Fatalf("split(%q): an empty command", first)
			}
			for _, w := range seg.words {
				total += len(w)
			}
		}
		if total > len(first) {
			t.Fatalf("split(%q) has words of %d bytes", first, total)
		}
	})
}
