package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodememstatsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodememstats", Help: "show how the host's memory is used",
		Description: "Show how the memory of the host, or of one of its NUMA cells, is used.",
		Examples:    []string{"nodememstats"},
		Opts:        []vsh.Opt{vsh.IntOpt("cell", "number of one NUMA cell", "int32").From("cells").Loose()},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			cell, err := a.Int32("cell")
			if err != nil {
				return nil, err
			}
			if !a.Has("cell") {
				cell = int32(virt.NodeMemoryStatsAllCells)
			}
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			stats, err := conn.NodeMemoryStats(ctx, int(cell))
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to get number of memory stats")
			}
			r := nodeMemoryStats{stats: stats}
			for _, st := range stats {
				r.Object = append(r.Object, format.Field{Name: st.Field + "KiB", Value: st.Value})
			}
			return r, nil
		},
	}
}

// nodeMemoryStats is the numbers that the host has, under its own names.
type nodeMemoryStats struct {
	format.Object
	stats []libvirt.NodeStat
}

// Text prints one line for each number.
func (r nodeMemoryStats) Text(p *format.Printer) error {
	for _, st := range r.stats {
		p.Printf("%s: %20d KiB\n", format.Pad(st.Field, 7), st.Value)
	}
	return nil
}
