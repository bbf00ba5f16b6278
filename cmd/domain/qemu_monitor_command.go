package domain

import (
	"context"
	"os"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func qemuMonitorCommandSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "qemu-monitor-command", Help: "send a command to a domain's QEMU",
		Description: "Send a command to the QEMU of a running domain: a whole one, as JSON, or its name and then\n" +
			"the members of its arguments; with --hmp one for people. It goes past the host, which then may\n" +
			"no longer know what the domain is like.",
		Examples: []string{
			"qemu-monitor-command web --pretty query-status",
			"qemu-monitor-command web --return-value qom-list '\"path\":\"/machine\"'",
			"qemu-monitor-command web --hmp info block",
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("hmp", "the command is one for people"),
			vsh.BoolOpt("pretty", "print the answer with a line for each value"),
			vsh.BoolOpt("return-value", "print what the command returns, and not all of the answer"),
			vsh.StringOpt("pass-fds", "open file descriptors, with commas between, to pass with the command", "none"),
			vsh.ArgvOpt("cmd", "the command", "none").Req(),
		},
		Run: runQEMUMonitorCommand,
	}
}

func runQEMUMonitorCommand(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	for _, other := range []string{"pretty", "return-value"} {
		if err := vsh.Exclusive(a, "hmp", other); err != nil {
			return nil, err
		}
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	var flags virt.DomainQemuMonitorCommandFlags
	cmd := strings.Join(a.Argv("cmd"), " ")
	if a.Bool("hmp") {
		flags = virt.DomainQEMUMonitorCommandHMP
	} else if cmd, err = monitorCommand(a.Argv("cmd")); err != nil {
		return nil, err
	}
	fds, err := passFDs(a)
	if err != nil {
		return nil, err
	}
	var reply string
	if len(fds) == 0 {
		reply, err = dom.QEMUMonitorCommand(ctx, cmd, flags)
	} else {
		err = withFiles(fds, func(files []*os.File) error {
			var got []*os.File
			reply, got, err = dom.QEMUMonitorCommandWithFiles(ctx, cmd, files, flags)
			for _, f := range got {
				_ = f.Close() // nobody could use it
			}
			return err
		})
	}
	switch {
	case err != nil:
		return nil, err
	case a.Bool("hmp"):
		return format.ValueText("output", reply, reply+"\n"), nil
	}
	return monitorReply(reply, a.Bool("pretty"), a.Bool("return-value"))
}

// monitorCommand returns the command that words make: a whole one, or a name with
// the members of its arguments.
func monitorCommand(words []string) (string, error) {
	if strings.Contains(words[0], "{") {
		return strings.Join(words, " "), nil
	}
	o := format.Object{{Name: "execute", Value: words[0]}}
	if rest := words[1:]; len(rest) > 0 {
		arguments, err := parseJSON(strings.Join(rest, ""))
		if _, ok := arguments.(format.Object); err != nil || !ok {
			text := "{" + strings.Join(rest, ",") + "}"
			if arguments, err = parseJSON(text); err != nil {
				return "", vsh.Wrapf(notJSON(text, err), "failed to wrap arguments '%s' into a QMP command wrapper", strings.Join(rest, " "))
			}
		}
		o = append(o, format.Field{Name: "arguments", Value: arguments})
	}
	return compactJSON(o), nil
}

// notJSON is the error of a text that is no JSON.
func notJSON(text string, err error) error {
	return virt.Errorf(virt.FromNone, virt.ErrInternalError, "cannot parse json %s: %v", text, err)
}

// monitorReply returns the result that is an answer of QEMU's.
func monitorReply(reply string, pretty, returned bool) (format.Result, error) {
	value, err := parseJSON(reply)
	switch {
	case err != nil && returned:
		return nil, vsh.Wrapf(notJSON(reply, err), "failed to parse JSON returned by qemu")
	case err != nil:
		return format.ValueText("output", reply, reply+"\n"), nil
	case !returned && !pretty:
		return format.ValueText("reply", value, reply+"\n"), nil
	case !returned:
		return format.ValueText("reply", value, prettyJSON(value)), nil
	}
	value, ok := member(value, "return")
	switch {
	case !ok:
		return nil, vsh.Failf("'return' member missing")
	case pretty:
		return format.ValueText("return", value, prettyJSON(value)), nil
	}
	return format.ValueText("return", value, compactJSON(value)), nil
}
