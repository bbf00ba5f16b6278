package filter

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func nwfilterBindingListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-binding-list", Help: "list which network filters are bound to ports",
		Examples: []string{"nwfilter-binding-list"},
		Run:      runNWFilterBindingList,
	}
}

func runNWFilterBindingList(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	bindings, err := conn.ListAllNWFilterBindings(ctx, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list network filter bindings")
	}
	slices.SortStableFunc(bindings, func(a, b *libvirt.NWFilterBinding) int { return vsh.CompareFold(a.PortDev(), b.PortDev()) })
	l := &bindingList{Bindings: make([]listedBinding, len(bindings))}
	for i, b := range bindings {
		l.Bindings[i] = listedBinding{PortDev: b.PortDev(), Filter: b.FilterName()}
	}
	return l, nil
}

// bindingList is the bindings of network filters.
type bindingList struct {
	Bindings []listedBinding `json:"bindings"`
}

// listedBinding is the device of a port, and the filter that is bound to it.
type listedBinding struct {
	PortDev string `json:"portDev"`
	Filter  string `json:"filter"`
}

// Text prints the table.
func (l *bindingList) Text(p *format.Printer) error {
	t := format.NewTable("Port Dev", "Filter")
	for _, b := range l.Bindings {
		t.Row(b.PortDev, b.Filter)
	}
	p.Table(t)
	return nil
}
