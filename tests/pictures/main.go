// Command pictures draws what virgo shows on a terminal, for the README. Each
// picture is of a real run of the program on the host of the examples of help.
// It writes into the current directory:
//
//	go generate ./tests/pictures
package main

//go:generate go run .

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/virgo-vm/virgo/tests/testhost"
)

// hostFile describes the host, seen from this directory.
const hostFile = "../../cmd/testdata/examples/host.xml"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pictures:", err)
		os.Exit(1)
	}
}

// run draws all pictures.
func run() (err error) {
	dir, err := os.MkdirTemp("", "pictures")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program, err := testhost.BuildVirgo(dir)
	if err != nil {
		return err
	}
	for name, takes := range pictures() {
		s, err := record(program, dir, takes)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(name+".svg", svg(s), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// prompt is that of root. What is typed before it shows is echoed twice.
const prompt = "virgo # "

// pictures returns what each picture is of.
func pictures() map[string][]take {
	return map[string][]take{
		"list": {
			{args: []string{"list", "--all"}},
			{args: []string{"domblklist", "web", "--details"}},
			{args: []string{"domblklist", "web", "-o", "table"}},
		},
		"edit": {
			{args: []string{"edit", "web", "--set", "/domain/vcpu=8", "--set", "//interface/source/@network=lab", "--diff"}},
			{args: []string{"dumpxml", "web", "--xpath", "//interface/mac"}},
			{args: []string{"domstate", "web", "--reason", "-o", "yaml"}},
		},
		"prompt": {
			{typed: []typed{
				{"", []string{prompt}},
				{"start d\t", []string{"start db"}},
				{"\r", []string{"started", prompt}},
				{"domst\t", []string{"domstat"}},
				{"\t", []string{"domstats"}},
				{"e web\r", []string{"running", prompt}},
				{"lits\r", []string{"did you mean", prompt}},
				{"quit\r", nil},
			}},
		},
	}
}

// environment is all that the program gets to know.
func environment(home string) ([]string, error) {
	host, err := filepath.Abs(hostFile)
	if err != nil {
		return nil, err
	}
	return []string{
		"HOME=" + home, "TERM=xterm-256color", "LC_ALL=C.UTF-8", "TZ=UTC", "PATH=/usr/bin:/bin",
		"LIBVIRT_DEFAULT_URI=test://" + host,
	}, nil
}
