package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// helpGroup is one group in the JSON of help.
type helpGroup struct {
	Key      string
	Title    string
	Commands []struct{ Name, Help string }
}

// overview returns what help lists.
func overview(t *testing.T) []helpGroup {
	t.Helper()
	var help struct{ Groups []helpGroup }
	if err := json.Unmarshal([]byte(virgo("", nil, "-o", "json", "help").stdout), &help); err != nil {
		t.Fatal(err)
	}
	return help.Groups
}

// TestHelpFits: what lists commands fits a terminal of the smallest usual size.
func TestHelpFits(t *testing.T) {
	for _, args := range [][]string{{"help"}, {"--help"}} {
		for line := range strings.Lines(virgo("", nil, args...).stdout) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("%s: %d columns: %s", args, n, line)
			}
		}
	}
}

// TestHelpGolden compares the help of all commands, group by group, with
// testdata/help.
func TestHelpGolden(t *testing.T) {
	for _, g := range overview(t) {
		var pages strings.Builder
		pages.WriteString(virgo("", nil, "-q", "help", g.Key).stdout + "\n")
		for _, c := range g.Commands {
			pages.WriteString(virgo("", nil, "-q", c.Name, "--help").stdout)
		}
		file := filepath.Join("testdata", "help", g.Key+".golden")
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(pages.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), pages.String()); d != "" {
			t.Errorf("help of group %s (-want +got):\n%s", g.Key, d)
		}
	}
}
