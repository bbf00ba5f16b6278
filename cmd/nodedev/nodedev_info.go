package nodedev

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodedevInfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodedev-info", Help: "show the state of a device",
		Examples: []string{"nodedev-info pci_0000_02_00_0"},
		Opts:     []vsh.Opt{deviceArg(nameOrWWNHelp)},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			device, err := byNameOrWWN(ctx, s, a)
			if err != nil {
				return nil, err
			}
			o, err := device.Overview(ctx)
			if err != nil {
				return nil, err
			}
			info := &nodedevInfo{Name: device.Name(), Active: o.Active, Persistent: o.Persistent, Autostart: o.Autostart}
			if o.Parent != nil {
				info.Parent = *o.Parent
			}
			return info, nil
		},
	}
}

// nodedevInfo is the state of a device. What the host does not tell is nil.
type nodedevInfo struct {
	Name       string `json:"name"`
	Parent     string `json:"parent,omitempty"`
	Active     *bool  `json:"active,omitempty"`
	Persistent *bool  `json:"persistent,omitempty"`
	Autostart  *bool  `json:"autostart,omitempty"`
}

// Text prints one line for each fact. For virsh a device is active and persistent
// unless the host says that it is not.
func (n *nodedevInfo) Text(p *format.Printer) error {
	p.KeyValue(15, "Name:", "%s", n.Name)
	p.KeyValue(15, "Parent:", "%s", n.Parent)
	p.KeyValue(15, "Active:", "%s", vsh.YesNoOr(n.Active, "yes"))
	p.KeyValue(15, "Persistent:", "%s", vsh.YesNoOr(n.Persistent, "yes"))
	p.KeyValue(15, "Autostart:", "%s", vsh.YesNoOr(n.Autostart, "no autostart"))
	return nil
}
