package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domstateSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domstate", Help: "show the state of a domain",
		Examples: []string{"domstate web --reason"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.BoolOpt("reason", "show how it came to be in that state too"),
		},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			state, reason, err := dom.State(ctx)
			if err != nil {
				return nil, err
			}
			return &domainState{vsh.DomainStateWord(state), reasonWord(state, reason), a.Bool("reason")}, nil
		},
	}
}

// domainState is the state of a domain.
type domainState struct {
	State  string `json:"state"`
	Reason string `json:"reason"`

	showReason bool
}

// Text prints one line.
func (d *domainState) Text(p *format.Printer) error {
	if d.showReason {
		p.Printf("%s (%s)\n", d.State, d.Reason)
	} else {
		p.Println(d.State)
	}
	return nil
}
