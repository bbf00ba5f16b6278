package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/virgo-vm/virgo/cmd"
)

var (
	// readmeCommand is a command on the built-in host that the README shows, with
	// the output that it shows for it.
	readmeCommand = regexp.MustCompile(`(?m)^\$ (?:virgo|go run \.) ((?:-q )?-c test:///default .*)\n((?:[^$\x60\n].*\n|\n)*)`)
	// markdownLink is a link or a picture; its target is what stands in parentheses.
	markdownLink = regexp.MustCompile(`\]\(([^)]+)\)`)
	shellWord    = regexp.MustCompile(`'[^']*'|\S+`)
)

// TestReadme runs what the README shows, and compares.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := readmeCommand.FindAllStringSubmatch(string(readme), -1)
	if len(shown) < 5 {
		t.Fatalf("only %d commands found", len(shown))
	}
	for _, s := range shown {
		words := shellWord.FindAllString(s[1], -1)
		for i := range words {
			words[i] = strings.Trim(words[i], "'")
		}
		var screen bytes.Buffer
		cmd.Main(cmd.Process{
			Args: words, Stdin: strings.NewReader(""), Stdout: &screen, Stderr: &screen,
			LookupEnv: func(string) (string, bool) { return "", false },
		})
		if d := cmp.Diff(s[2], screen.String()); d != "" {
			t.Errorf("%s (-README +seen):\n%s", s[1], d)
		}
	}
}

// TestReadmeLinks: what the README links to and shows is there.
func TestReadmeLinks(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	links := markdownLink.FindAllStringSubmatch(string(readme), -1)
	if len(links) < 5 {
		t.Fatalf("only %d links found", len(links))
	}
	for _, l := range links {
		if strings.Contains(l[1], "://") {
			continue
		}
		if _, err := os.Stat(filepath.Join("..", filepath.FromSlash(l[1]))); err != nil {
			t.Error(err)
		}
	}
}
