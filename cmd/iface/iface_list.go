package iface

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func ifaceListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "iface-list", Help: "list the network interfaces of the host",
		Description: "List the active interfaces, or those that the options choose.",
		Examples:    []string{"iface-list --all"},
		Opts: []vsh.Opt{
			vsh.BoolOpt("inactive", "only inactive interfaces"),
			vsh.BoolOpt("all", "active interfaces and inactive ones"),
		},
		Run: runIfaceList,
	}
}

func runIfaceList(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	flags := virt.ConnectListInterfacesActive
	switch {
	case a.Bool("all"):
		flags |= virt.ConnectListInterfacesInactive
	case a.Bool("inactive"):
		flags = virt.ConnectListInterfacesInactive
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := conn.InterfaceRows(ctx, flags)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list interfaces")
	}
	slices.SortStableFunc(rows, func(a, b libvirt.InterfaceRow) int { return vsh.CompareFold(a.Name(), b.Name()) })
	l := &ifaceList{Interfaces: make([]listedIface, len(rows))}
	for i, r := range rows {
		l.Interfaces[i] = listedIface{Name: r.Name(), Active: r.Active, MAC: r.MAC()}
	}
	return l, nil
}

// ifaceList is the interfaces of the host.
type ifaceList struct {
	Interfaces []listedIface `json:"interfaces"`
}

type listedIface struct {
	Name   string `json:"name"`
	Active bool   `json:"active"`
	MAC    string `json:"mac,omitempty"`
}

// Text prints the table.
func (l *ifaceList) Text(p *format.Printer) error {
	t := format.NewTable("Name", "State", "MAC Address")
	t.StateColumn(1)
	for _, i := range l.Interfaces {
		t.Row(i.Name, vsh.ActiveWord(i.Active), i.MAC)
	}
	p.Table(t)
	return nil
}
