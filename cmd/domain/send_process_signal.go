package domain

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func sendProcessSignalSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "send-process-signal", Help: "send a signal to a process of a guest",
		Examples: []string{"send-process-signal web 1 hup"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.StringArg("pid", "number of the process in the guest; a negative one is a group of processes", "none").Reads("int64"),
			vsh.StringArg("signame", "name or number of the signal", "signals"),
		},
		Run: runSendProcessSignal,
	}
}

func runSendProcessSignal(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	pid, err := a.Int64("pid")
	if err != nil {
		return nil, err
	}
	name, err := a.String("signame")
	if err != nil {
		return nil, err
	}
	signal, ok := signalNumber(name)
	if !ok {
		return nil, vsh.Failf("malformed signal name: %s", name)
	}
	if err := dom.SendProcessSignal(ctx, pid, signal, 0); err != nil {
		return nil, err
	}
	return format.Done("signalled", ref(dom), ""), nil
}

// signalNumber returns the signal that a word names, in any case of letters, with
// or without SIG or SIG_ before it, or the number that it is.
func signalNumber(word string) (virt.DomainProcessSignal, bool) {
	name := strings.ToLower(word)
	if rest, ok := strings.CutPrefix(name, "sig_"); ok {
		name = rest
	} else {
		name = strings.TrimPrefix(name, "sig")
	}
	for signal := virt.DomainProcessSignalNop; signal <= virt.DomainProcessSignalRt32; signal++ {
		if signal.String() == name {
			return signal, true
		}
	}
	n, ok := vsh.ParseInt32(word, false)
	return virt.DomainProcessSignal(n), ok && n >= 0
}
