package domain

import (
	"context"
	"fmt"
	"time"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func awaitSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "await", Help: "wait until a domain is in a state",
		Description: "Wait until a domain meets a condition: inactive, running, paused, agent (the agent in the\n" +
			"guest answers) or address (the guest has one on its network). A domain that stops while\n" +
			"another condition is waited for is a failure.",
		Examples: []string{"await web --condition running --timeout 60"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringArg("condition", "what to wait for: inactive, running, paused, agent or address", "await-conditions"),
			vsh.IntOpt("timeout", "how many seconds to wait at most", "seconds"),
		},
		Long: true,
		Run:  runAwait,
	}
}

func runAwait(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	condition, err := conditionOf(a, "condition")
	if err != nil {
		return nil, err
	}
	timeout, err := a.Seconds("timeout")
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	w := &waiter{dom: dom, condition: condition}
	if err := w.wait(ctx, timeout); err != nil {
		return nil, err
	}
	return &awaited{
		Action:    format.Done("awaited", ref(dom), "Domain '%s' meets the condition '%s'\n", dom.Name(), condition),
		Condition: condition,
	}, nil
}

// awaited is a domain that meets a condition.
type awaited struct {
	format.Action
	Condition string `json:"condition"`
}

// waitTimeoutOpt is the option that bounds what the option wait does.
func waitTimeoutOpt() vsh.Opt {
	return vsh.IntOpt("wait-timeout", "with --wait, how many seconds to wait at most", "seconds")
}

// waitOpts are the options of commands after which a domain is in a state that
// shows that they have done their work.
func waitOpts(help string) []vsh.Opt {
	return []vsh.Opt{vsh.BoolOpt("wait", help), waitTimeoutOpt()}
}

// waitTimeout returns the value of that option.
func waitTimeout(a *vsh.Args) (time.Duration, error) {
	if err := vsh.Requires(a, "wait-timeout", "wait"); err != nil {
		return 0, err
	}
	return a.Seconds("wait-timeout")
}

// waitTimedOut is the error of a wait that took too long.
func waitTimedOut(name, what string, limit time.Duration) error {
	return vsh.Failf("timed out: %s", fmt.Sprintf("domain '%s' %s within %v", name, what, limit))
}
