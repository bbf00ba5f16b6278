package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func freecellSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "freecell", Help: "show the free memory of the host",
		Description: "Show the free memory of the host, of one of its NUMA cells, or of each.",
		Examples:    []string{"freecell --all"},
		Opts: []vsh.Opt{
			vsh.IntOpt("cellno", "number of one NUMA cell", "int32").From("cells").Loose(),
			vsh.BoolOpt("all", "show each NUMA cell, and the sum"),
		},
		Run: runFreecell,
	}
}

func runFreecell(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "all", "cellno"); err != nil {
		return nil, err
	}
	cell, err := a.Int32("cellno")
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	switch {
	case a.Bool("all"):
		return allCells(ctx, conn)
	case a.Has("cellno"):
		free, err := conn.FreeMemoryOfCells(ctx, []int{int(cell)})
		if err != nil {
			return nil, err
		}
		return &freeMemory{Cells: []freeCell{{Cell: int(cell), FreeBytes: free[0]}}}, nil
	}
	total, err := conn.FreeMemory(ctx)
	if err != nil {
		return nil, err
	}
	return &freeMemory{TotalBytes: &total}, nil
}

// allCells returns the memory of the cells that the host's capabilities name.
func allCells(ctx context.Context, conn *libvirt.Conn) (format.Result, error) {
	t, err := hostTopology(ctx, conn)
	if err != nil {
		return nil, err
	}
	ids, err := t.cells()
	if err != nil {
		return nil, err
	}
	free, err := conn.FreeMemoryOfCells(ctx, ids)
	if err != nil {
		return nil, vsh.Wrapf(err, "failed to get free memory for NUMA node number: %d", ids[len(free)])
	}
	m := &freeMemory{TotalBytes: new(uint64), all: true}
	for i, id := range ids {
		m.Cells = append(m.Cells, freeCell{Cell: id, FreeBytes: free[i]})
		*m.TotalBytes += free[i]
	}
	return m, nil
}

// freeMemory is the free memory of the host, of some of its NUMA cells, or both.
type freeMemory struct {
	Cells      []freeCell `json:"cells"`
	TotalBytes *uint64    `json:"totalBytes,omitempty"` // not for one cell

	all bool // all cells, and the sum
}

type freeCell struct {
	Cell      int    `json:"cell"`
	FreeBytes uint64 `json:"freeBytes"`
}

const kib = 1024

// Text prints one line for each cell and one for the sum. --quiet drops the sum
// of cells.
func (m *freeMemory) Text(p *format.Printer) error {
	switch {
	case m.all:
		for _, c := range m.Cells {
			p.Printf("%5d: %10d KiB\n", c.Cell, c.FreeBytes/kib)
		}
		p.Message("--------------------\n")
		p.Message("%5s: %10d KiB\n", "Total", *m.TotalBytes/kib)
	case m.TotalBytes != nil:
		p.Printf("Total: %d KiB\n", *m.TotalBytes/kib)
	default:
		p.Printf("%d: %d KiB\n", m.Cells[0].Cell, m.Cells[0].FreeBytes/kib)
	}
	return nil
}
