package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func dompmwakeupSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "dompmwakeup", Help: "wake up a guest that suspended itself",
		Examples: []string{"dompmwakeup web"},
		Opts:     []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-other")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, byAny)
			if err != nil {
				return nil, err
			}
			if err := dom.PMWakeup(ctx, 0); err != nil {
				return nil, vsh.Wrapf(err, "Domain '%s' could not be woken up", dom.Name())
			}
			return format.Done("woken", ref(dom), "Domain '%s' successfully woken up", dom.Name()), nil
		},
	}
}
