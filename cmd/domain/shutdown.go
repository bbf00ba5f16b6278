package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func shutdownSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "shutdown", Help: "ask a domain to shut down",
		Description: "Ask the guest of a domain to shut down. It may take its time, or ignore it.",
		Examples: []string{
			"shutdown web",
			"shutdown web --mode agent",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			shutdownModeOpt(),
		}, waitOpts("return when it is inactive")...),
		Run: runShutdown,
	}
}

// shutdownModeOpt is the option that tells how to ask a guest to end.
func shutdownModeOpt() vsh.Opt {
	return vsh.StringOpt("mode", "how to ask: acpi, agent, initctl, signal or paravirt; several with commas between", "shutdown-modes").Pos()
}

func runShutdown(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags, err := shutdownModes(a, ", or")
	if err != nil {
		return nil, err
	}
	timeout, err := waitTimeout(a)
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if flags != 0 {
		err = dom.ShutdownFlags(ctx, flags)
	} else {
		err = dom.Shutdown(ctx)
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to shutdown domain '%s'", a.Raw("domain"))
	}
	result := format.Done("shutdownRequested", ref(dom), "Domain '%s' is being shutdown\n", a.Raw("domain"))
	if a.Bool("wait") {
		w := &waiter{dom: dom, condition: untilInactive}
		err = w.wait(ctx, timeout)
	}
	return result, err
}

// shutdownModes returns the ways that the option mode asks for. or is what
// stands before the last way in the error text.
func shutdownModes(a *vsh.Args, or string) (virt.DomainShutdownFlagValues, error) {
	list, err := a.String("mode")
	if err != nil || !a.Has("mode") {
		return 0, err
	}
	var flags virt.DomainShutdownFlagValues
	for mode := range strings.SplitSeq(list, ",") {
		switch mode {
		case "acpi":
			flags |= virt.DomainShutdownACPIPowerBtn
		case "agent":
			flags |= virt.DomainShutdownGuestAgent
		case "initctl":
			flags |= virt.DomainShutdownInitctl
		case "signal":
			flags |= virt.DomainShutdownSignal
		case "paravirt":
			flags |= virt.DomainShutdownParavirt
		default:
			return 0, vsh.Failf("Unknown mode %s value, expecting 'acpi', 'agent', 'initctl', 'signal'%s 'paravirt'", mode, or)
		}
	}
	return flags, nil
}
