package cmd

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/shell"
)

const greeting = `Welcome to virgo, the virtualization interactive terminal.

Type:  'help' for help with commands
       'quit' to quit

`

// interactive runs the commands that come from standard input: at a prompt when
// a user is there, else one line after the other.
func (a *app) interactive(ctx context.Context) (int, error) {
	e := a.executor(groups(), true)
	e.session.Interactive = true
	e.interrupts.again = true
	defer a.close(ctx, e)
	if err := a.connect(ctx, e); err != nil {
		return 0, err
	}
	tty, ok := a.process.Stdin.(*os.File)
	if !ok || !isTerminal(tty) || !isTerminal(a.process.Stdout) {
		return a.script(ctx, e)
	}
	return statusOK, a.prompt(ctx, e, tty)
}

// script runs lines from a pipe or a file.
//
// differs from virsh: there is no greeting, prompt and echo, and the exit status
// tells whether any command failed.
func (a *app) script(ctx context.Context, e *executor) (int, error) {
	e.interrupts.again = false
	status := statusOK
	err := shell.Lines(ctx, a.process.Stdin, func(ctx context.Context, line string) bool {
		o := e.line(ctx, line)
		if o.status != statusOK {
			status = o.status
		}
		return !o.quit && o.status != statusInterrupted
	})
	return status, err
}

// prompt runs lines that a user types. The exit status does not depend on them.
func (a *app) prompt(ctx context.Context, e *executor, tty *os.File) error {
	if !a.config.Quiet {
		fmt.Fprint(a.out, greeting)
	}
	size, err := historySize(a.process)
	if err != nil {
		a.report.report(err)
	}
	config := shell.Config{
		In:          tty,
		Out:         a.process.Stdout,
		Err:         a.process.Stderr,
		Prompt:      func() string { return promptText(e.session) },
		History:     historyFile(a.process),
		HistorySize: size,
	}
	return shell.Terminal(ctx, config, func(ctx context.Context, line string) bool {
		o := e.line(ctx, line)
		a.out.endLine() // the prompt would overwrite it
		return !o.quit
	})
}

// promptText shows whether the connection may change anything.
func promptText(s *vsh.Session) string {
	if s.ReadOnly {
		return programName + " > "
	}
	return programName + " # "
}

const (
	defaultHistorySize = 500
	maxHistorySize     = 500000
)

// historySize returns how many lines to remember. With an error it is the
// default.
func historySize(p *Process) (int, error) {
	value, set := p.LookupEnv("VIRSH_HISTSIZE")
	if !set {
		return defaultHistorySize, nil
	}
	n, ok := vsh.ParseInt32(value, false)
	switch {
	case !ok:
		return defaultHistorySize, vsh.Failf("Bad $VIRSH_HISTSIZE value.")
	case n < 0 || n > maxHistorySize:
		return defaultHistorySize, vsh.Failf("$VIRSH_HISTSIZE value should be between 0 and %d", maxHistorySize)
	}
	return int(n), nil
}

// historyFile returns where the lines are kept, or nothing when no place is
// known.
func historyFile(p *Process) string {
	dir := p.getenv("XDG_CACHE_HOME")
	if dir == "" {
		home := p.getenv("HOME")
		if home == "" {
			return ""
		}
		dir = filepath.Join(home, ".cache")
	}
	return filepath.Join(dir, programName, "history")
}
