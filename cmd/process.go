// Package cmd is the program: global options, the list of all commands, the
// session they run in, and how their results and errors come out.
package cmd

import "io"

// programName is what the program calls itself.
const programName = "virgo"

// Process is what the program needs of the process it runs in.
type Process struct {
	Args      []string // without the program's name
	Stdin     io.Reader
	Stdout    io.Writer
	Stderr    io.Writer
	LookupEnv func(name string) (value string, ok bool)
	// ConfigFile is read for what the configuration says; empty: where libvirt's
	// clients look for it.
	ConfigFile string
}

func (p *Process) getenv(name string) string {
	value, _ := p.LookupEnv(name)
	return value
}

// The exit statuses.
const (
	statusOK          = 0
	statusFailed      = 1
	statusInterrupted = 130 // after Ctrl-C, as shells count it: 128 + SIGINT
)
