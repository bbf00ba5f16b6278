package monitor

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domcontrolSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domcontrol", Help: "show whether a hypervisor can be controlled",
		Description: "Show whether the host can control a domain's hypervisor.",
		Examples:    []string{"domcontrol web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, id or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			info, err := dom.ControlInfo(ctx, 0)
			if err != nil {
				return nil, err
			}
			return newControlState(info), nil
		},
	}
}

// controlState is how the host's line to the hypervisor of a domain is.
type controlState struct {
	State       string  `json:"state"`
	Error       string  `json:"error,omitempty"`       // what is wrong, where that is known
	StateTimeMs *uint64 `json:"stateTimeMs,omitempty"` // for how long, of states that pass
}

func newControlState(info libvirt.DomainControlInfo) *controlState {
	c := &controlState{State: controlWord(info.State)}
	switch {
	case info.State == virt.DomainControlOK:
	case info.State != virt.DomainControlError:
		c.StateTimeMs = &info.StateTime
	case info.Details > virt.DomainControlErrorReasonNone:
		c.Error = controlErrorWord(info.Details)
	}
	return c
}

// Text prints one line.
func (c *controlState) Text(p *format.Printer) error {
	switch {
	case c.StateTimeMs != nil:
		p.Printf("%s (%.3fs)\n", c.State, float64(*c.StateTimeMs)/1000)
	case c.Error != "":
		p.Printf("%s: %s\n", c.State, c.Error)
	default:
		p.Println(c.State)
	}
	return nil
}
