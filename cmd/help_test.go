package cmd_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestHelpGolden compares the help of all commands, group by group, with
// testdata/help.
func TestHelpGolden(t *testing.T) {
	var overview struct {
		Groups []struct {
			Key      string
			Commands []struct{ Name string }
		}
	}
	if err := json.Unmarshal([]byte(virgo("", nil, "-o", "json", "help").stdout), &overview); err != nil {
		t.Fatal(err)
	}
	for _, g := range overview.Groups {
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
