package host

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

func freepagesSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "freepages", Help: "show how many pages of memory are free",
		Description: "Show how many pages of a size are free in a NUMA cell of the host, or in each of them.",
		Examples:    []string{"freepages --all"},
		Opts: []vsh.Opt{
			vsh.IntOpt("cellno", "number of one NUMA cell, -1 for the whole host", "int32").From("cells").Loose(),
			vsh.IntOpt("pagesize", "size of the pages, in KiB or with a suffix", "scaled:1024").From("page-sizes").Loose(),
			vsh.BoolOpt("all", "show each NUMA cell, and each size unless one is given"),
		},
		Run: runFreepages,
	}
}

func runFreepages(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "all", "cellno"); err != nil {
		return nil, err
	}
	size, err := pageSizeOpt(a, math.MaxUint32)
	if err != nil {
		return nil, err
	}
	if a.Bool("all") {
		conn, err := s.Conn(ctx)
		if err != nil {
			return nil, err
		}
		var sizes []uint32
		if a.Has("pagesize") {
			sizes = []uint32{size}
		}
		return allPages(ctx, conn, sizes)
	}
	cell, err := a.Int32("cellno")
	switch {
	case err != nil:
		return nil, err
	case !a.Has("cellno"):
		return nil, vsh.Failf("missing cellno argument")
	case cell < -1:
		return nil, vsh.Failf("cell number must be non-negative integer or -1")
	case !a.Has("pagesize"):
		return nil, vsh.Failf("missing pagesize argument")
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	p := freePages{sizes: []uint32{size}}
	counts, err := conn.FreePagesOfCells(ctx, p.sizes, []int{int(cell)})
	if err != nil {
		return nil, err
	}
	p.add(int(cell), counts[0])
	return &p, nil
}

// pageSizeOpt returns the size of pages that the option pagesize tells, in KiB
// and rounded up. limit is in bytes.
func pageSizeOpt(a *vsh.Args, limit uint64) (uint32, error) {
	bytes, err := a.Scaled("pagesize", kib, limit)
	return uint32((bytes + kib - 1) / kib), err
}

// allPages returns the pages of the cells that the host's capabilities name, of
// the sizes that they name if none are given.
func allPages(ctx context.Context, conn *libvirt.Conn, sizes []uint32) (format.Result, error) {
	t, err := hostTopology(ctx, conn)
	if err != nil {
		return nil, err
	}
	if sizes == nil {
		sizes = t.pageSizes()
	}
	cells, err := t.cells()
	if err != nil {
		return nil, err
	}
	p := freePages{sizes: sizes, all: true}
	counts, err := conn.FreePagesOfCells(ctx, sizes, cells)
	for i, c := range counts {
		p.add(cells[i], c)
	}
	return &p, err
}

// freePages is the free pages of NUMA cells.
type freePages struct {
	Cells []cellPages `json:"cells"`

	sizes []uint32
	all   bool // of all cells, with their numbers
}

// cellPages is the free pages of one NUMA cell; -1 is the whole host.
type cellPages struct {
	Cell  int     `json:"cell"`
	Pages []pages `json:"pages"`
}

type pages struct {
	SizeKiB uint32 `json:"sizeKiB"`
	Free    uint64 `json:"free"`
}

// add adds a cell with the counts of its pages, by size.
func (f *freePages) add(cell int, counts []uint64) {
	c := cellPages{Cell: cell}
	for i, n := range counts {
		c.Pages = append(c.Pages, pages{SizeKiB: f.sizes[i], Free: n})
	}
	f.Cells = append(f.Cells, c)
}

// Text prints a line for each size, below a line for each cell if there may be
// several.
func (f *freePages) Text(p *format.Printer) error {
	for _, c := range f.Cells {
		if f.all {
			p.Printf("Node %d:\n", c.Cell)
		}
		for _, n := range c.Pages {
			p.Printf("%dKiB: %d\n", n.SizeKiB, n.Free)
		}
		if f.all {
			p.Print("\n")
		}
	}
	return nil
}
