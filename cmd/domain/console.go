package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/tty"
	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func consoleSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "console", Help: "connect the terminal to a console of a domain",
		Description: "Connect the terminal to a console of a running domain, until the escape character is\n" +
			"typed (see the global option --escape) or the domain ends.",
		Examples: []string{"console web # Ctrl-] leaves it"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringOpt("devname", "alias of the device, such as serial0 (default: the first console)", "domain-consoles").Loose(),
			vsh.BoolOpt("force", "take it from who uses it now"),
			vsh.BoolOpt("safe", "only if the host can keep others away meanwhile"),
			vsh.BoolOpt("resume", "let the domain's CPUs go on once connected"),
		},
		Run: runConsole,
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
	device, err := a.String("devname")
	if err != nil {
		return nil, err
	}
	c := &console{session: s, dom: dom, device: device, flags: consoleFlags.Of(a), resume: a.Bool("resume")}
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

// A console is a console of a domain that the terminal is to be connected to.
type console struct {
	session *vsh.Session
	dom     *libvirt.Domain
	device  string // its alias; empty for the first one
	flags   virt.DomainConsoleFlags
	resume  bool // the CPUs, once connected
}

// run connects the terminal and returns when the user or the domain ends it. It
// has the contract of format.StreamFunc.
func (c *console) run(ctx context.Context, yield func(format.Result) error) error {
	state, _, err := c.dom.State(ctx)
	switch {
	case err != nil:
		return vsh.Wrapf(err, "Unable to get domain status")
	case state == virt.DomainShutoff:
		return vsh.Failf("The domain is not running")
	}
	terminal, ok := tty.Open(c.session.In)
	if !ok {
		return vsh.Failf("Cannot run interactive console without a controlling TTY")
	}
	if err := yield(connected{c.dom.Name(), c.session.Escape}); err != nil {
		return err
	}
	stream, err := c.dom.OpenConsole(ctx, c.device, c.flags)
	if err != nil {
		return err
	}
	l := &line{tty: terminal, out: c.session.Out, stream: stream, escape: escapeByte(c.session.Escape)}
	if c.resume {
		l.ready = c.dom.Resume
	}
	return l.connect(ctx)
}

// connected is the first that a console shows.
type connected struct {
	Domain string `json:"domain"`
	Escape string `json:"escape"`
}

// Text prints what the user has to know, unless it is to be quiet.
func (c connected) Text(p *format.Printer) error {
	p.Message("Connected to domain '%s'\n", c.Domain)
	p.Message("Escape character is %s", c.Escape)
	if c.Escape[0] == '^' {
		p.Message(" (Ctrl + %c)", c.Escape[1])
	}
	p.Message("\n")
	return nil
}

// escapeByte returns the byte that the text of an escape character stands for:
// itself, or for ^ and a letter the control code of that letter.
func escapeByte(text string) byte {
	if text[0] != '^' {
		return text[0]
	}
	const controlBits = 0x1f
	return text[1] & controlBits
}
