package completion

import (
	"context"
	"encoding/xml"
	"strconv"

	"github.com/virgo-vm/virgo/lib/virt"
)

// hostSources are the numbers and names that a host's hardware and its
// hypervisor have.
func hostSources() map[string]source {
	return map[string]source{
		"cells":       cells,
		"cpu-models":  cpuModels,
		"host-cpus":   hostCPUs,
		"online-cpus": onlineCPUs,
		"page-sizes":  pageSizes,
	}
}

// hostXML is what completion needs of a host's capabilities.
type hostXML struct {
	Pages []pageSize `xml:"host>cpu>pages"`
	Cells []struct {
		ID    string     `xml:"id,attr"`
		Pages []pageSize `xml:"pages"`
	} `xml:"host>topology>cells>cell"`
}

// pageSize is the size of pages of memory, in KiB.
type pageSize struct {
	Size uint64 `xml:"size,attr"`
}

func (q *query) capabilities(ctx context.Context) (*hostXML, error) {
	conn, err := q.conn(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := conn.Capabilities(ctx)
	if err != nil {
		return nil, err
	}
	var h hostXML
	return &h, xml.Unmarshal([]byte(doc), &h)
}

// cells are the numbers of the NUMA cells.
func cells(ctx context.Context, q *query) ([]string, error) {
	h, err := q.capabilities(ctx)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, c := range h.Cells {
		ids = append(ids, c.ID)
	}
	return ids, nil
}

// pageSizes are the sizes that the CPU has, or the pages of the cell that was
// given.
func pageSizes(ctx context.Context, q *query) ([]string, error) {
	h, err := q.capabilities(ctx)
	if err != nil {
		return nil, err
	}
	pages := h.Pages
	if cell := q.given("cellno"); cell != "" {
		pages = nil
		for _, c := range h.Cells {
			if c.ID == cell {
				pages = c.Pages
			}
		}
	}
	var sizes []string
	for _, p := range pages {
		sizes = append(sizes, p.String())
	}
	return sizes, nil
}

// String returns the size in the largest unit that it is a multiple of.
func (p pageSize) String() string {
	n, units := p.Size, []string{"KiB", "MiB", "GiB", "TiB"}
	for len(units) > 1 && n >= 1024 && n%1024 == 0 {
		n, units = n/1024, units[1:]
	}
	return strconv.FormatUint(n, 10) + units[0]
}

// cpuModels are the models that the hypervisor has for the guest that was given.
func cpuModels(ctx context.Context, q *query) ([]string, error) {
	conn, err := q.conn(ctx)
	if err != nil {
		return nil, err
	}
	doc, err := conn.DomainCapabilities(ctx, q.given("emulator"), q.given("arch"), q.given("machine"), q.given("virttype"), 0)
	if err != nil {
		return nil, err
	}
	var d struct {
		Modes []struct {
			Name   string   `xml:"name,attr"`
			Models []string `xml:"model"`
		} `xml:"cpu>mode"`
	}
	if err := xml.Unmarshal([]byte(doc), &d); err != nil {
		return nil, err
	}
	for _, m := range d.Modes {
		if m.Name == "custom" {
			return m.Models, nil
		}
	}
	return nil, nil
}

// hostCPUs are the numbers of all CPUs that a thread may be bound to.
func hostCPUs(ctx context.Context, q *query) ([]string, error) {
	conn, err := q.conn(ctx)
	if err != nil {
		return nil, err
	}
	n, err := conn.HostCPUs(ctx)
	return numbers(n), err
}

// onlineCPUs are the numbers of the CPUs that run.
func onlineCPUs(ctx context.Context, q *query) ([]string, error) {
	conn, err := q.conn(ctx)
	if err != nil {
		return nil, err
	}
	m, err := conn.NodeCPUMap(ctx)
	if err != nil {
		return nil, err
	}
	var found []string
	for cpu := range m.Present.Len() {
		if m.Present.Has(cpu) {
			found = append(found, strconv.Itoa(cpu))
		}
	}
	return found, nil
}

// numbers returns the numbers from 0 to n-1, but no more than any host has CPUs.
func numbers(n int) []string {
	var found []string
	for i := range min(n, virt.CPUListMax) {
		found = append(found, strconv.Itoa(i))
	}
	return found
}
