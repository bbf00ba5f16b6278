package cmd

import (
	"context"
	"fmt"
	"os"
	"os/signal"
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
	catalog := groups()
	a.report.catalog = catalog
	e := a.executor(catalog, true)
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
		return !e.ends(o) && ctx.Err() == nil
	})
	return status, err
}

// prompt runs lines that a user types. The exit status does not depend on them.
func (a *app) prompt(ctx context.Context, e *executor, tty *os.File) error {
	if !a.config.Quiet {
		fmt.Fprintf(a.out, "%s%s\n\n", greeting, connectedTo(ctx, e.session))
	}
	size, err := historySize(a.process)
	if err != nil {
		a.report.report(err)
	}
	completer := newCompleter(e.session)
	e.session.Completer = completer
	defer completer.close(ctx)
	config := shell.Config{
		In:          tty,
		Out:         a.process.Stdout,
		Err:         a.process.Stderr,
		Prompt:      func() string { return promptText(e.session) },
		Dumb:        isDumb(a.process),
		History:     historyFile(a.process),
		HistorySize: size,
		Private:     e.session.Catalog.Private,
		Unfinished:  vsh.Unfinished,
		Complete:    completer.prompt,
		Warn:        a.report.report,
	}
	if e.session.Printer().Color { // a hint must not look like what was typed
		config.Hint = completer.hint
	}
	// While a line is edited Ctrl-C is a key like others; from elsewhere the
	// signal would end the program and leave the terminal as the editor needs it.
	swallowed := make(chan os.Signal, 1)
	signal.Notify(swallowed, os.Interrupt)
	defer signal.Stop(swallowed)
	return shell.Terminal(ctx, config, func(ctx context.Context, line string) bool {
		o := e.line(ctx, line)
		a.out.endLine() // the prompt would overwrite it
		return !o.quit
	})
}

// connectedTo tells which host commands go to.
func connectedTo(ctx context.Context, s *vsh.Session) string {
	conn := s.Connected()
	if conn == nil {
		return "The first command that needs a host connects to " + s.Host() + "."
	}
	uri, err := conn.URI(ctx)
	if err != nil {
		uri = s.Host() // the next command tells what is wrong
	}
	return "Connected to " + uri
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
