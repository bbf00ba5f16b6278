package filter

import (
	"context"
	"errors"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nwfilterListSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-list", Help: "list network filters",
		Examples: []string{"nwfilter-list"},
		Run:      runNWFilterList,
	}
}

func runNWFilterList(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	filters, err := conn.ListAllNWFilters(ctx, 0)
	if errors.Is(err, virt.ErrNoSupport) {
		// A host without filters has none of the older list either: virsh names the
		// latter's function.
		if _, older := conn.NumOfNWFilters(ctx); older != nil {
			return nil, vsh.Wrapf(older, "Failed to count network filters")
		}
	}
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to list network filters")
	}
	slices.SortStableFunc(filters, func(a, b *libvirt.NWFilter) int { return vsh.CompareFold(a.Name(), b.Name()) })
	l := &filterList{Filters: make([]listedFilter, len(filters))}
	for i, f := range filters {
		l.Filters[i] = listedFilter{Name: f.Name(), UUID: f.UUID().String()}
	}
	return l, nil
}

// filterList is the network filters.
type filterList struct {
	Filters []listedFilter `json:"filters"`
}

type listedFilter struct {
	Name string `json:"name"`
	UUID string `json:"uuid"`
}

// Text prints the table.
func (l *filterList) Text(p *format.Printer) error {
	t := format.NewTable("UUID", "Name")
	for _, f := range l.Filters {
		t.Row(f.UUID, f.Name)
	}
	p.Table(t)
	return nil
}
