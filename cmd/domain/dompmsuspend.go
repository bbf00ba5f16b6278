package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func dompmsuspendSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "dompmsuspend", Help: "have a guest suspend itself",
		Description: "Have a guest suspend itself, through its agent, as a laptop does. dompmwakeup wakes it up.",
		Examples:    []string{"dompmsuspend web mem"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-running"),
			vsh.StringArg("target", "where its state is kept: mem, disk or hybrid (both)", "suspend-targets"),
			vsh.IntOpt("duration", "seconds after which it wakes up", "uint64"),
		},
		Run: runDompmsuspend,
	}
}

func runDompmsuspend(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	duration, err := a.Uint64("duration")
	if err != nil {
		return nil, err
	}
	word, err := a.String("target")
	if err != nil {
		return nil, err
	}
	target := virt.NodeSuspendTargetMem
	for target.String() != word {
		if target++; target > virt.NodeSuspendTargetHybrid {
			return nil, vsh.Failf("Invalid target")
		}
	}
	if err := dom.PMSuspendForDuration(ctx, target, duration, 0); err != nil {
		return nil, vsh.Wrapf(err, "Domain '%s' could not be suspended", dom.Name())
	}
	return format.Done("suspended", ref(dom), "Domain '%s' successfully suspended", dom.Name()), nil
}
