package cmd

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

// Main runs the program and returns its exit status: 0 or 1, as virsh's, or 130
// after Ctrl-C.
func Main(p Process) int {
	a := newApp(&p)
	defer a.config.closeLog()
	ctx, ended := untilTerminated(context.Background())
	status, err := a.main(ctx)
	if status := ended(); status != statusOK {
		return status
	}
	if err == nil {
		err = a.out.failure()
	}
	switch {
	case errors.Is(err, errInterrupted):
		return statusInterrupted
	case err != nil:
		a.report.report(err)
		return statusFailed
	}
	return status
}

// An app is one run of the program.
type app struct {
	process *Process
	config  *config
	out     *output
	report  *reporter
}

func newApp(p *Process) *app {
	a := &app{process: p, config: newConfig(), out: &output{w: p.Stdout}}
	a.report = &reporter{w: p.Stderr, options: &a.config.Options, getenv: p.getenv,
		terminal: isTerminal(p.Stderr), color: isTerminal(p.Stderr) && colorful(p)}
	return a
}

// errInterrupted is the error of what the user's Ctrl-C ended.
var errInterrupted = errors.New("interrupted")

// errLeave ends the reading of options when one says what to do.
var errLeave = errors.New("leave")

func (a *app) main(ctx context.Context) (int, error) {
	if err := a.config.environment(a.process, a.report.report); err != nil {
		return 0, err
	}
	words, err := parseFlags(a.process.Args, func(s setting) error {
		if err := a.config.set(s, a.report.report); err != nil {
			return err
		}
		if a.config.leave != stay {
			return errLeave
		}
		return nil
	})
	switch {
	case errors.Is(err, errLeave):
		a.leave()
		return statusOK, nil
	case err != nil:
		return 0, err
	case len(words) == 0:
		return a.interactive(ctx)
	}
	return a.oneShot(ctx, words)
}

// leave does what the options -v, -V and -h ask for.
func (a *app) leave() {
	p := format.NewPrinter(a.out, format.PrinterOptions{})
	switch a.config.leave {
	case leaveVersion:
		p.Println(version)
	case leaveLongVersion:
		longVersion(p)
	case leaveUsage:
		usage(p, groups())
	}
	_ = p.Flush() // the output keeps the error
}

// oneShot runs the commands that stand on the command line: a single word is a
// whole line, several words are one command.
func (a *app) oneShot(ctx context.Context, words []string) (int, error) {
	if len(words) == 1 && words[0] == "" {
		return statusFailed, nil
	}
	catalog := groups()
	a.report.catalog = catalog
	calls, err := parseCommandLine(catalog, words)
	if err != nil {
		return 0, err
	}
	traced := a.config.Trace || slices.ContainsFunc(calls, isTraced)
	e := a.executor(catalog, traced)
	if len(words) == 1 {
		e.session.Debugf(vsh.LevelInfo, "commands: \"%s\"", words[0])
	}
	defer a.close(ctx, e)
	e.session.Long = slices.ContainsFunc(calls, func(c *vsh.Call) bool { return c.Spec.Long })
	e.trace.set(traced) // also where only the command itself asks for it
	if !completes(calls) {
		if err := a.connect(ctx, e); err != nil {
			return 0, err
		}
	}
	return e.run(ctx, calls).status, nil
}

func parseCommandLine(c vsh.Catalog, words []string) ([]*vsh.Call, error) {
	if len(words) == 1 {
		return vsh.ParseLine(c.Lookup, words[0])
	}
	call, err := vsh.ParseWords(c.Lookup, words)
	if call == nil {
		return nil, err
	}
	return []*vsh.Call{call}, err
}

// completes reports whether the calls only look for candidates, which needs a
// host at most now and then, and no more than a second of it.
func completes(calls []*vsh.Call) bool {
	return len(calls) == 1 && calls[0].Spec.Name == "complete"
}

func isTraced(c *vsh.Call) bool {
	return slices.Contains(c.Overrides, vsh.Override{Name: "trace"})
}

// connect opens the connection at once if the command line named a host.
func (a *app) connect(ctx context.Context, e *executor) error {
	if !a.config.connectNow {
		return nil
	}
	ctx, interrupted := e.interrupts.context(ctx)
	_, err := e.session.Conn(ctx)
	if interrupted() && err != nil {
		return errInterrupted
	}
	return err
}

// closeTime is how long the end of the program waits for a host.
const closeTime = time.Second

func (a *app) close(ctx context.Context, e *executor) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
	defer cancel()
	_ = e.session.Close(ctx) // all that was asked for is done
}

// executor returns what runs commands, with a session that is not connected yet.
func (a *app) executor(catalog vsh.Catalog, traced bool) *executor {
	p, c := a.process, a.config
	s := &vsh.Session{
		Options: c.Options,
		Program: programName,
		In:      p.Stdin,
		Out:     a.out,
		Err:     p.Stderr,
		Catalog: catalog,
		Ask:     authenticator(p.Stdin, p.Stdout),
		Getenv:  p.getenv,

		ConfigFile: p.ConfigFile,
		Getwd:      os.Getwd,
		Chdir:      os.Chdir,
		Now:        time.Now,
		Log:        &vsh.Log{Level: c.logLevel, Out: a.out, PID: os.Getpid(), Now: time.Now},
	}
	if c.Format.Machine() { // there is no room for anything else beside documents
		s.Log.Out = p.Stderr
	}
	if c.logFile != nil {
		s.Log.File = c.logFile
	}
	s.Width, s.ColorTerminal = screen(p)
	s.ErrWidth = func() int { return terminalWidth(p.Stderr) }
	s.Size = screenSize(p)
	s.Completer = newCompleter(s)
	s.Advise = a.report.terminal
	s.Key = keyAsker(p.Stdin, p.Stdout)
	e := &executor{session: s, out: a.out, stderr: p.Stderr, failFast: c.stopOnError}
	a.report.log, a.report.options, a.report.about = s.Log, &s.Options, e.about
	e.report = a.report.report
	s.Foreground = e.foreground(p)
	s.Report = a.report.report
	if traced {
		e.trace = newTracing(p.Stderr)
		e.trace.set(s.Trace)
		s.Tracer = e.trace.tracer
	}
	return e
}
