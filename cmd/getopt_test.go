package cmd

import (
	"slices"
	"strings"
	"testing"
)

// TestParseFlags checks the grammar: clusters, values, abbreviations.
func TestParseFlags(t *testing.T) {
	tests := []struct {
		words string // parted by blanks
		want  string // NAME=VALUE of each option, /, the words left; or the error
	}{
		{"", "/"},
		{"list --all", "/list --all"},
		{"-q list -r", "quiet=/list -r"},
		{"-qrt list", "quiet= readonly= timing=/list"},
		{"-c x list", "connect=x/list"},
		{"-cx list", "connect=x/list"},
		{"-qcx list", "quiet= connect=x/list"},
		{"--connect=x --connect y list", "connect=x connect=y/list"},
		{"--connect= list", "connect=/list"},
		{"--c -q list", "connect=-q/list"},
		{"--co=x", "connect=x/"},
		{"--keepalive-i 5 --keepalive-c=6", "keepalive-interval=5 keepalive-count=6/"},
		{"--keepalive 5", "unsupported option '--keepalive'. See --help."},
		{"-- -q", "/-q"},
		{"-q -- --", "quiet=/--"},
		{"-", "/-"},
		{"-v x", "version=/x"},
		{"-vx", "version=x/"},
		{"--version=long", "version=long/"},
		{"--version long", "version=/long"},
		{"--=x", "unsupported option '--=x'. See --help."},
		{"-q\xff", "unsupported option '-\xff'. See --help."},
		{"--t --ti --tim --timi --timing", "timing= timing= timing= timing= timing=/"},
		{"--timeo 3 --timeout=4", "timeout=3 timeout=4/"},
		{"--co x --sor a --color b --colu c", "connect=x sort=a color=b columns=c/"},
		{"--tr --trace", "trace= trace=/"},
		{"--trace=x", "unsupported option '--trace=x'. See --help."},
		{"--readonly=", "unsupported option '-r'. See --help."},
		{"-o json -oyaml --o csv --output=xml", "output=json output=yaml output=csv output=xml/"},
		{"-o", "option '-o'/'--output' requires an argument"},
		{"--timeout", "option '--timeout' requires an argument"},
		{"-q -d", "option '-d'/'--debug' requires an argument"},
	}
	for _, tt := range tests {
		var got []string
		rest, err := parseFlags(strings.Fields(tt.words), func(s setting) error {
			got = append(got, s.flag.long+"="+s.value)
			return nil
		})
		result := strings.Join(got, " ") + "/" + strings.Join(rest, " ")
		if err != nil {
			result = err.Error()
		}
		if result != tt.want {
			t.Errorf("%q: %q, want %q", tt.words, result, tt.want)
		}
	}
}

// FuzzParseFlags checks that words are neither lost nor made up: what is left is
// the end of what came, and each value stands in the words before.
func FuzzParseFlags(f *testing.F) {
	for _, seed := range []string{"-q list", "-cx y", "--connect=x", "--c\x00y\x00z", "--t", "-qrt\x00--\x00-v", "-\x00", "--=", "-o\x00json\x00a"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		words := strings.Split(text, "\x00")
		var values []string
		rest, err := parseFlags(words, func(s setting) error {
			values = append(values, s.value)
			return nil
		})
		if err != nil {
			if rest != nil {
				t.Fatalf("%q: %v, and %q is left", words, err, rest)
			}
			return
		}
		taken := len(words) - len(rest)
		if taken < 0 || !slices.Equal(words[taken:], rest) {
			t.Fatalf("%q: %q is left", words, rest)
		}
		if taken < len(words) && len(rest[0]) > 1 && rest[0][0] == '-' && (taken == 0 || words[taken-1] != "--") {
			t.Fatalf("%q: the option %q is left", words, rest[0])
		}
		for _, v := range values {
			if !slices.ContainsFunc(words[:taken], func(w string) bool { return strings.HasSuffix(w, v) }) {
				t.Fatalf("%q: where does the value %q come from?", words, v)
			}
		}
	})
}
