package vsh_test

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/cmd/vsh/vshtest"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/tests/testhost"
)

const factsFile = "testdata/virsh_commands.json"

// text returns what r prints.
func text(t *testing.T, r format.Result) string {
	t.Helper()
	var b strings.Builder
	if err := format.Encode(&b, format.FormatText, r, format.PrinterOptions{}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestHelpAsVirsh compares the help of all commands of virsh, made from the
// table of its options and its own words, with what virsh prints. Descriptions,
// which not every command of virsh has, are left out.
func TestHelpAsVirsh(t *testing.T) {
	testhost.NeedVirsh(t)
	facts := vshtest.Load(t, factsFile)
	var specs []*vsh.Spec
	var line strings.Builder
	for i := range facts.Commands {
		if c := &facts.Commands[i]; c.In900() && c.AliasOf == "" {
			specs = append(specs, c.Spec())
			line.WriteString("help " + c.Name + ";")
		}
	}
	cmd := exec.Command("virsh", "-q", line.String())
	cmd.Env = append(cmd.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.SplitAfter(string(out), "\n\n  NAME\n")
	if len(pages) != len(specs) {
		t.Fatalf("%d pages for %d commands", len(pages), len(specs))
	}
	for i, page := range pages {
		page = strings.TrimSuffix(strings.TrimPrefix(page, "  NAME\n"), "\n  NAME\n")
		want := withoutDescription("  NAME\n" + strings.TrimRight(page, "\n") + "\n\n")
		got := withoutDescription(text(t, vsh.NewCommandHelp(withWords(specs[i], want))))
		if got != want {
			t.Errorf("help %s:\n%s\nvirsh has:\n%s", specs[i].Name, got, want)
		}
	}
}

func withoutDescription(page string) string {
	before, rest, found := strings.Cut(page, "\n  DESCRIPTION\n")
	if !found {
		return page
	}
	if _, options, found := strings.Cut(rest, "\n  OPTIONS\n"); found {
		return before + "\n  OPTIONS\n" + options
	}
	return before + "\n"
}

// withWords puts the words of virsh's help page into s. The layout they are put
// back into is what is tested.
func withWords(s *vsh.Spec, page string) *vsh.Spec {
	head, options, _ := strings.Cut(page, "\n  OPTIONS\n")
	_, help, _ := strings.Cut(head, " - ")
	s.Help, _, _ = strings.Cut(help, "\n")
	// One help of numatune goes over two lines, the second without the indentation.
	options = strings.ReplaceAll(options, "\n    ", "\x00")
	lines := strings.Split(strings.TrimPrefix(strings.TrimRight(options, "\n"), "    "), "\x00")
	for i := range s.Opts {
		if s.Opts[i].Kind == vsh.Alias || len(lines) == 0 {
			continue
		}
		end := "> "
		if s.Opts[i].Kind == vsh.Bool {
			end = " "
		}
		_, help, _ := strings.Cut(lines[0], end)
		s.Opts[i].Help = strings.TrimLeft(help, " ")
		lines = lines[1:]
	}
	return s
}
