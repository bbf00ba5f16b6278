package cmd_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestGoldenOurs is TestGolden for the commands and options that virsh does not
// have, whose text is ours too.
func TestGoldenOurs(t *testing.T) {
	eachGolden(t, "testdata/ours", func(t *testing.T, file string, golden *txtar.Archive) {
		line := strings.TrimSpace(string(golden.Comment))
		got := []txtar.File{
			{Name: "text", Data: []byte(run(t, builtinHost, line))},
			{Name: "json", Data: []byte(run(t, builtinHost, "-o", "json", line))},
		}
		if *update {
			golden.Files = got
			if err := os.WriteFile(file, txtar.Format(golden), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if d := cmp.Diff(golden.Files, got); d != "" {
			t.Errorf("%q (-want +got):\n%s", line, d)
		}
	})
}
