// Command virgo is a shell and one-shot tool for virtual machines.
package main

import (
	"os"

	"github.com/virgo-vm/virgo/cmd"
)

func main() {
	os.Exit(cmd.Main(cmd.Process{
		Args:      os.Args[1:],
		Stdin:     os.Stdin,
		Stdout:    os.Stdout,
		Stderr:    os.Stderr,
		LookupEnv: os.LookupEnv,
	}))
}
