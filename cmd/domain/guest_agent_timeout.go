package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func guestAgentTimeoutSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "guest-agent-timeout", Help: "set how long a guest's agent may take",
		Description: "Set how many seconds the host waits for the agent of a guest: -2 (as long as it takes, the\n" +
			"default here), -1 (the host's choice), 0 (not at all) or a number.",
		Examples: []string{"guest-agent-timeout web --timeout 10"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntOpt("timeout", "seconds", "int32"),
		},
		Run: runGuestAgentTimeout,
	}
}

func runGuestAgentTimeout(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	timeout := int32(virt.DomainAgentResponseTimeoutBlock)
	if a.Has("timeout") {
		if timeout, err = a.Int32("timeout"); err != nil {
			return nil, err
		}
	}
	if err := dom.SetAgentResponseTimeout(ctx, timeout, 0); err != nil {
		return nil, err
	}
	return format.Done("set", ref(dom), ""), nil
}
