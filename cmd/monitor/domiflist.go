package monitor

import (
	"cmp"
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domiflistSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domiflist", Help: "list the network interfaces of a domain",
		Examples: []string{"domiflist web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, id or UUID of the domain", "domains"),
			vsh.BoolOpt("inactive", "those of the next boot instead of the running domain"),
		},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByAny)
			if err != nil {
				return nil, err
			}
			devs, err := devicesOf(ctx, dom, configFlags(a))
			if err != nil {
				return nil, err
			}
			l := &interfaceList{}
			for _, i := range devs.Interfaces {
				l.Interfaces = append(l.Interfaces, listedInterface{
					Name: i.Target.Dev, Type: i.Type, Model: i.Model.Type, MAC: i.MAC.Address,
					Source: i.Source.first("bridge", "dev", "network", "name", "path"),
				})
			}
			return l, nil
		},
	}
}

// interfaceList is the network interfaces of a domain.
type interfaceList struct {
	Interfaces []listedInterface `json:"interfaces"`
}

type listedInterface struct {
	Name   string `json:"name,omitempty"` // of its end on the host, where it has one
	Type   string `json:"type"`
	Source string `json:"source,omitempty"` // a network, bridge, device or socket
	Model  string `json:"model,omitempty"`
	MAC    string `json:"mac,omitempty"`
}

// Text prints a table.
func (l *interfaceList) Text(p *format.Printer) error {
	t := format.NewTable("Interface", "Type", "Source", "Model", "MAC")
	for _, i := range l.Interfaces {
		t.Row(cmp.Or(i.Name, "-"), i.Type, cmp.Or(i.Source, "-"), cmp.Or(i.Model, "-"), cmp.Or(i.MAC, "-"))
	}
	p.Table(t)
	return nil
}
