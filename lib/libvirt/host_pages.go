package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// FreePages returns how many pages of each of the given sizes, in KiB, are free:
// for cells NUMA cells from first on, all sizes of the first of them, then those
// of the next. Cell -1 is the whole host. No flags are defined.
func (c *Conn) FreePages(ctx context.Context, sizes []uint32, first, cells int, flags uint32) ([]uint64, error) {
	r, err := protocol.NodeGetFreePages.Call(ctx, c,
		&protocol.NodeGetFreePagesArgs{Pages: sizes, StartCell: int32(first), CellCount: uint32(cells), Flags: flags})
	if err != nil {
		return nil, err
	}
	return r.Counts, nil
}

// FreePagesOfCells is FreePages for the given NUMA cells, which are all asked for
// at once. It returns the counts of each. With an error these are those of the
// cells before the first that failed.
func (c *Conn) FreePagesOfCells(ctx context.Context, sizes []uint32, cells []int) ([][]uint64, error) {
	counts := make([][]uint64, len(cells))
	errs := make([]error, len(cells))
	calls := make([]func() error, len(cells))
	for i, cell := range cells {
		calls[i] = func() error {
			counts[i], errs[i] = c.FreePages(ctx, sizes, cell, 1, 0)
			if errs[i] == nil && len(counts[i]) != len(sizes) {
				errs[i] = c.failed(virt.Errorf(virt.FromRPC, virt.ErrInternalError, "the host tells nothing of NUMA cell %d", cell))
			}
			return nil
		}
	}
	_ = together(calls...) // each keeps its own
	for i, err := range errs {
		if err != nil {
			return counts[:i], err
		}
	}
	return counts, nil
}

// AllocPages makes the host set pages aside, such as huge ones: of each of the
// given sizes, in KiB, as many as counts has at the same index, in each of cells
// NUMA cells from first on. Cell -1 is the whole host. Without
// virt.NodeAllocPagesSet they come on top of those that are there. It returns
// for how many cells the host did it.
func (c *Conn) AllocPages(ctx context.Context, sizes []uint32, counts []uint64, first, cells int, flags virt.NodeAllocPagesFlags) (int, error) {
	r, err := protocol.NodeAllocPages.Call(ctx, c, &protocol.NodeAllocPagesArgs{
		PageSizes: sizes, PageCounts: counts, StartCell: int32(first), CellCount: uint32(cells), Flags: uint32(flags),
	})
	if err != nil {
		return 0, err
	}
	return int(r.Ret), nil
}
