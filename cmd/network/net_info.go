package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func netInfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-info", Help: "show the state of a network",
		Description: "Show whether a network is active, persistent and started with the host, and the name of its bridge.",
		Examples:    []string{"net-info default"},
		Opts:        []vsh.Opt{vsh.NetworkArg("name or UUID of the network", "networks")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			o, err := net.Overview(ctx)
			return &netInfo{
				Name: net.Name(), UUID: net.UUID().String(),
				Active: o.Active, Persistent: o.Persistent, Autostart: o.Autostart, Bridge: o.Bridge,
			}, err
		},
	}
}

// netInfo is the state of a network. What the host does not tell is nil.
type netInfo struct {
	Name       string  `json:"name"`
	UUID       string  `json:"uuid"`
	Active     *bool   `json:"active,omitempty"`
	Persistent *bool   `json:"persistent,omitempty"`
	Autostart  *bool   `json:"autostart,omitempty"`
	Bridge     *string `json:"bridge,omitempty"` // nil also for networks without one
}

// Text prints one line for each fact.
func (n *netInfo) Text(p *format.Printer) error {
	p.KeyValue(15, "Name:", "%s", n.Name)
	p.KeyValue(15, "UUID:", "%s", n.UUID)
	if n.Active != nil {
		p.KeyValue(15, "Active:", "%s", vsh.YesNo(*n.Active))
	}
	p.KeyValue(15, "Persistent:", "%s", vsh.YesNoOr(n.Persistent, "unknown"))
	p.KeyValue(15, "Autostart:", "%s", vsh.YesNoOr(n.Autostart, "no autostart"))
	if n.Bridge != nil {
		p.KeyValue(15, "Bridge:", "%s", *n.Bridge)
	}
	return nil
}
