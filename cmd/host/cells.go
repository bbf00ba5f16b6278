package host

import (
	"context"
	"encoding/xml"
	"slices"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/lib/libvirt"
)

// topology is what commands need of a host's capabilities.
type topology struct {
	Pages []pageSize `xml:"host>cpu>pages"` // that the CPU has
	Cells []struct {
		ID    string     `xml:"id,attr"`
		Pages []pageSize `xml:"pages"` // that the cell has
	} `xml:"host>topology>cells>cell"`
}

// pageSize is the size of pages of memory, in KiB.
type pageSize struct {
	Size uint32 `xml:"size,attr"`
}

// hostTopology asks the host for its capabilities.
func hostTopology(ctx context.Context, conn *libvirt.Conn) (*topology, error) {
	doc, err := conn.Capabilities(ctx)
	if err != nil {
		return nil, vsh.Wrapf(err, "unable to get node capabilities")
	}
	var t topology
	if err := xml.Unmarshal([]byte(doc), &t); err != nil {
		return nil, vsh.Wrapf(err, "unable to get node capabilities")
	}
	return &t, nil
}

// cells returns the numbers of the NUMA cells.
func (t *topology) cells() ([]int, error) {
	ids := make([]int, len(t.Cells))
	for i, c := range t.Cells {
		id, ok := vsh.ParseInt32(c.ID, false)
		if !ok || id < 0 {
			return nil, vsh.Failf("conversion from string failed")
		}
		ids[i] = int(id)
	}
	return ids, nil
}

// pageSizes returns the sizes of pages that the CPU has or, where that is not
// told, the NUMA cells, in KiB and ascending.
func (t *topology) pageSizes() []uint32 {
	pages := t.Pages
	if len(pages) == 0 {
		for _, c := range t.Cells {
			pages = append(pages, c.Pages...)
		}
	}
	sizes := make([]uint32, len(pages))
	for i, p := range pages {
		sizes[i] = p.Size
	}
	slices.Sort(sizes)
	return slices.Compact(sizes)
}
