package man_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/man"
	"github.com/virgo-vm/virgo/tests/testhost"
)

// TestLint: neither of the two usual formatters finds fault with a page.
func TestLint(t *testing.T) {
	testhost.NeedTools(t, "mandoc", "groff")
	files, err := filepath.Glob("*.1")
	if err != nil || len(files) < 2 {
		t.Fatalf("%d pages: %v", len(files), err)
	}
	for _, file := range files {
		for _, words := range [][]string{
			{"mandoc", "-T", "lint", "-W", "style", file},
			{"groff", "-man", "-ww", "-z", "-T", "utf8", file},
		} {
			out, err := exec.Command(words[0], words[1:]...).CombinedOutput()
			if err != nil || len(out) > 0 {
				t.Errorf("%q: %v\n%s", words, err, out)
			}
		}
	}
}

// hostile is a catalog whose words are full of what roff reads as its own.
func hostile() vsh.Catalog {
	spec := func() *vsh.Spec {
		return &vsh.Spec{
			Name: "host-name", Help: `print 'a' "b" \fI-c ~^`,
			Description: ".TH at the start, 'quoted', a\\\\b and ünï",
			Examples:    []string{`.so /etc/passwd`, `'a' \n "b"`},
			Opts:        []vsh.Opt{vsh.BoolOpt("x-y", `.an "option" \\`)},
			Run:         func(context.Context, *vsh.Session, *vsh.Args) (format.Result, error) { return nil, nil },
		}
	}
	return vsh.Catalog{{Key: "host", Title: `The "host" \`, Commands: []vsh.Command{{Name: "host-name", Spec: spec}}}}
}

// TestHostile: roff prints what help says, whatever it is.
func TestHostile(t *testing.T) {
	testhost.NeedTools(t, "mandoc")
	pages, err := man.Pages(hostile(), nil)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "page.1")
	if err := os.WriteFile(file, pages["virgo-host.1"], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("mandoc", "-T", "utf8", "-O", "width=200", file).Output()
	if err != nil {
		t.Fatal(err)
	}
	shown := overstruck(string(out))
	for _, want := range []string{
		".TH at the start, 'quoted', a\\\\b and ünï", `.so /etc/passwd`, `'a' \n "b"`, `--x-y`, `.an "option" \\`, `The "host" \`,
	} {
		if !strings.Contains(shown, want) {
			t.Errorf("the page lacks %q:\n%s", want, shown)
		}
	}
}

// overstruck returns text without the backspaces that make letters bold.
func overstruck(s string) string {
	var shown []rune
	for _, r := range s {
		if r == '\b' {
			shown = shown[:len(shown)-1]
			continue
		}
		shown = append(shown, r)
	}
	return string(shown)
}

// TestProseMissing: a group without prose is an error that names the page.
func TestProseMissing(t *testing.T) {
	_, err := man.Pages(vsh.Catalog{{Key: "nosuch", Title: "None"}}, nil)
	if err == nil || !strings.Contains(err.Error(), "virgo-nosuch") {
		t.Errorf("got %v", err)
	}
}
