// Command gen writes the manual pages into the current directory.
package main

import (
	"fmt"
	"os"

	"github.com/virgo-vm/virgo/cmd"
	"github.com/virgo-vm/virgo/man"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run() error {
	pages, err := man.Pages(cmd.Catalog(), cmd.GlobalOptions())
	if err != nil {
		return err
	}
	for name, text := range pages {
		if err := os.WriteFile(name, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}
