package domain

import (
	"context"
	"io"
	"os"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func consoleSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "console", Help: "connect the terminal to a console of a domain",
		Description: "Connect the terminal to a console of a running domain, until the escape character is " +
			"typed (see the global option --escape) or the domain ends. With --escape-style ssh, " +
			"it is ~. at the start of a line that ends it.\n" +
			"With --send, --expect or --timeout no terminal is needed: each TEXT is sent, once what " +
			"the --expect before it waits for was printed, and what the guest prints goes to " +
			"standard output. The command fails if something expected does not come.",
		Examples: []string{
			"console web # Ctrl-] leaves it",
			`console web --send '\r' --expect 'login: $' --timeout 60`,
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringOpt("devname", "alias of the device, such as serial0 (default: the first console)", "domain-consoles").Loose(),
			vsh.BoolOpt("force", "take it from who uses it now"),
			vsh.BoolOpt("safe", "only if the host can keep others away meanwhile"),
			vsh.BoolOpt("resume", "let the domain's CPUs go on once connected"),
			vsh.StringOpt("escape-style", "how it is left: virsh (the escape character), ssh (~.)", "escape-styles"),
			vsh.StringOpt("log", "append what the guest prints to this file too", "files"),
			vsh.StringOpt("send", "send this text, in which \\r, \\n, \\t, \\x1b and the like are single bytes", "none").Empty().Repeats(),
			vsh.StringOpt("expect", "wait until what comes matches this regular expression", "none").Repeats(),
			vsh.IntOpt("timeout", "end after so many seconds", "seconds"),
		},
		Run:  runConsole,
		Long: true,
	}
}

var consoleFlags = vsh.FlagMap[virt.DomainConsoleFlags]{
	"force": virt.DomainConsoleForce,
	"safe":  virt.DomainConsoleSafe,
}

func runConsole(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := asText(s); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	c := &console{session: s, dom: dom, flags: consoleFlags.Of(a), resume: a.Bool("resume")}
	if c.device, err = a.String("devname"); err != nil {
		return nil, err
	}
	if c.log, err = a.String("log"); err != nil {
		return nil, err
	}
	style, err := a.String("escape-style")
	if err != nil {
		return nil, err
	}
	if c.escape, err = escapeOf(style, s.Escape); err != nil {
		return nil, err
	}
	if c.script, err = scriptOf(a); err != nil {
		return nil, err
	}
	if _, ok := tty.Open(s.In); !ok && c.script == nil && c.log != "" {
		c.script = &script{} // there is nobody, but something to do
	}
	if c.script != nil {
		return scripted{c.run}, nil
	}
	return format.StreamFunc(c.run), nil
}

// asText returns an error where results are not shown as text, which the bytes
// of a console would mix with.
func asText(s *vsh.Session) error {
	if s.Format != format.FormatText {
		return vsh.Failf("a console cannot be shown as %s", s.Format)
	}
	return nil
}

// A console is a console of a domain that the terminal, or a script, is to be
// connected to.
type console struct {
	session *vsh.Session
	dom     *libvirt.Domain
	device  string // its alias; empty for the first one
	flags   virt.DomainConsoleFlags
	resume  bool // the CPUs, once connected
	held    bool // they wait for that; see startHeld
	escape  escape
	log     string  // file that gets what comes too; empty for none
	script  *script // nil for a user at the terminal
}

// run connects the terminal or the script, and returns when one of the sides ends
// it. It has the contract of format.StreamFunc.
func (c *console) run(ctx context.Context, yield func(format.Result) error) error {
	state, _, err := c.dom.State(ctx)
	switch {
	case err != nil:
		return vsh.Wrapf(err, "Unable to get domain status")
	case state == virt.DomainShutoff:
		return vsh.Failf("The domain is not running")
	}
	terminal, ok := tty.Open(c.session.In)
	if !ok && c.script == nil {
		return vsh.Failf("Cannot run interactive console without a controlling TTY")
	}
	out, closeLog, err := c.output()
	if err != nil {
		return err
	}
	err = c.connect(ctx, yield, terminal, out)
	return vsh.Both(err, closeLog())
}

// connect is run for a domain that may be running.
func (c *console) connect(ctx context.Context, yield func(format.Result) error, terminal *tty.Terminal, out io.Writer) error {
	if c.script == nil {
		if err := yield(connected{c.dom.Name(), c.escape}); err != nil {
			return err
		}
	}
	stream, err := c.dom.OpenConsole(ctx, c.device, c.flags)
	if err != nil {
		return explainNoConsole(ctx, c.dom, c.device, err)
	}
	var ready func(context.Context) error
	switch {
	case c.held:
		ready = c.release
	case c.resume:
		ready = c.dom.Resume
	}
	if c.script != nil {
		if ready != nil {
			if err := ready(ctx); err != nil {
				_ = stream.Abort(ctx) // the reason is known
				return err
			}
		}
		return c.script.run(ctx, stream, out, c.dom.Name())
	}
	l := &line{tty: terminal, out: out, stream: stream, escape: c.escape, notes: c.session.Err, silence: silentTime, ready: ready}
	if c.session.Quiet {
		l.silence = 0
	}
	return l.connect(ctx)
}

// output returns where what the guest prints goes, and a function that closes the
// log.
func (c *console) output() (out io.Writer, closeLog func() error, err error) {
	if c.log == "" {
		return c.session.Out, func() error { return nil }, nil
	}
	file, err := os.OpenFile(c.log, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600) // passwords may be typed
	if err != nil {
		return nil, nil, vsh.Failf("cannot open '%s': %s", c.log, vsh.SystemText(err))
	}
	closeLog = func() error {
		if err := file.Close(); err != nil {
			return vsh.Failf("cannot write '%s': %s", c.log, vsh.SystemText(err))
		}
		return nil
	}
	return io.MultiWriter(c.session.Out, file), closeLog, nil
}

// connected is the first that a console shows.
type connected struct {
	domain string
	escape escape
}

// Text prints what the user has to know, unless it is to be quiet.
func (c connected) Text(p *format.Printer) error {
	p.Message("Connected to domain '%s'\n", c.domain)
	c.escape.announce(p)
	return nil
}
