package host

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func allocpagesSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "allocpages", Help: "set pages of memory aside",
		Description: "Make the host keep so many pages of a size, such as huge ones, for those who ask for them.",
		Examples:    []string{"allocpages 2M 512"},
		Opts: []vsh.Opt{
			vsh.IntArg("pagesize", "size of the pages, in KiB or with a suffix", "scaled:1024").From("page-sizes"),
			vsh.IntArg("pagecount", "how many pages", "uint64"),
			vsh.IntOpt("cellno", "number of one NUMA cell", "int32").From("cells").Loose(),
			vsh.BoolOpt("add", "keep them on top of those that are there"),
			vsh.BoolOpt("all", "keep so many in each NUMA cell"),
		},
		Run: runAllocpages,
	}
}

func runAllocpages(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "all", "cellno"); err != nil {
		return nil, err
	}
	first, cells := -1, 1
	if a.Has("cellno") {
		cell, err := a.Int32("cellno")
		if err != nil {
			return nil, err
		}
		first = int(cell)
	}
	size, err := pageSizeOpt(a, math.MaxUint64)
	if err != nil {
		return nil, err
	}
	count, err := a.Uint64("pagecount")
	if err != nil {
		return nil, err
	}
	flags := virt.NodeAllocPagesSet
	if a.Bool("add") {
		flags = virt.NodeAllocPagesAdd
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if a.Bool("all") {
		t, err := hostTopology(ctx, conn)
		if err != nil {
			return nil, err
		}
		cells = len(t.Cells)
	}
	done, err := conn.AllocPages(ctx, []uint32{size}, []uint64{count}, first, cells, flags)
	if err != nil {
		return nil, err
	}
	return &allocated{SizeKiB: size, Pages: count, Added: a.Bool("add"), Cells: done}, nil
}

// allocated is what pages were set aside.
type allocated struct {
	SizeKiB uint32 `json:"sizeKiB"`
	Pages   uint64 `json:"pages"` // in each cell
	Added   bool   `json:"added"` // to those that were there
	Cells   int    `json:"cells"`
}

// Text prints nothing, as virsh does.
func (*allocated) Text(*format.Printer) error { return nil }
