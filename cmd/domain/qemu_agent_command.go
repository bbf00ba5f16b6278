package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func qemuAgentCommandSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "qemu-agent-command", Help: "send a command to a guest's agent",
		Examples: []string{
			`qemu-agent-command web '{"execute":"guest-ping"}'`,
			`qemu-agent-command web --timeout 5 --pretty '{"execute":"guest-info"}'`,
		},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.IntOpt("timeout", "seconds to wait for the answer", "int32"),
			vsh.BoolOpt("async", "do not wait for an answer"),
			vsh.BoolOpt("block", "wait for the answer as long as it takes"),
			vsh.BoolOpt("pretty", "print the answer with a line for each value"),
			vsh.ArgvOpt("cmd", "the command, as JSON", "none").Req(),
		},
		Run: runQEMUAgentCommand,
	}
}

func runQEMUAgentCommand(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	timeout, err := agentTimeout(a)
	if err != nil {
		return nil, err
	}
	reply, err := dom.QEMUAgentCommand(ctx, strings.Join(a.Argv("cmd"), " "), timeout, 0)
	switch {
	case err != nil:
		return nil, err
	case reply == "": // differs from virsh: a command that waits for no answer is not taken to have failed
		return format.Done("sent", ref(dom), ""), nil
	}
	value, err := parseJSON(reply)
	switch {
	case err != nil:
		return format.ValueText("output", reply, reply+"\n"), nil
	case a.Bool("pretty"):
		return format.ValueText("reply", value, prettyJSON(value)+"\n\n"), nil
	}
	return format.ValueText("reply", value, reply+"\n"), nil
}

// agentTimeout returns how long the options want to wait for an answer.
func agentTimeout(a *vsh.Args) (int32, error) {
	timeout, err := a.Int32("timeout")
	switch {
	case err != nil:
		return 0, err
	case a.Has("timeout") && timeout < 1:
		return 0, vsh.Failf("timeout must be positive")
	case vsh.Count(a, "timeout", "async", "block") > 1:
		return 0, vsh.Failf("timeout, async and block options are exclusive")
	case a.Has("timeout"):
		return timeout, nil
	case a.Bool("async"):
		return int32(virt.DomainQEMUAgentCommandNowait), nil
	case a.Bool("block"):
		return int32(virt.DomainQEMUAgentCommandBlock), nil
	}
	return int32(virt.DomainQEMUAgentCommandDefault), nil
}
