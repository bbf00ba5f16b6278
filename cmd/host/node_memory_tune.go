package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodeMemoryTuneSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "node-memory-tune", Help: "show or set how equal pages are shared",
		Description: "Show or set how the host shares equal pages of memory.",
		Examples: []string{
			"node-memory-tune",
			"node-memory-tune --shm-pages-to-scan 200",
		},
		Opts: []vsh.Opt{
			vsh.IntOpt("shm-pages-to-scan", "pages to look at before the next pause", "uint32").Loose(),
			vsh.IntOpt("shm-sleep-millisecs", "length of the pauses, in milliseconds", "uint32").Loose(),
			vsh.IntOpt("shm-merge-across-nodes", "1 to share pages of different NUMA nodes too, 0 not to", "uint32").Loose(),
		},
		Run: runNodeMemoryTune,
	}
}

func runNodeMemoryTune(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	var set []virt.TypedParam
	for _, o := range [][2]string{
		{"shm-pages-to-scan", virt.NodeMemorySharedPagesToScan},
		{"shm-sleep-millisecs", virt.NodeMemorySharedSleepMillisecs},
		{"shm-merge-across-nodes", virt.NodeMemorySharedMergeAcrossNodes},
	} {
		n, err := a.Uint32(o[0])
		if err != nil {
			return nil, err
		}
		if a.Has(o[0]) {
			set = append(set, virt.TypedParam{Name: o[1], Value: virt.UintValue(n)})
		}
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	if set != nil {
		if err := conn.SetNodeMemoryParameters(ctx, set, 0); err != nil {
			return nil, vsh.Wrapf(err, "Unable to change memory parameters")
		}
		return newMemoryParams(set, true), nil
	}
	params, err := conn.NodeMemoryParameters(ctx, 0)
	if err != nil {
		return nil, vsh.Wrapf(err, "Unable to get number of memory parameters")
	}
	return newMemoryParams(params, false), nil
}

// memoryParams is parameters of the host's memory, with their values.
type memoryParams struct {
	format.Object
	params []virt.TypedParam
	set    bool // they were set, and not asked for
}

func newMemoryParams(params []virt.TypedParam, set bool) *memoryParams {
	m := &memoryParams{params: params, set: set}
	for _, p := range params {
		m.Object = append(m.Object, format.Field{Name: vsh.Camel(p.Name), Value: p.Value.Any()})
	}
	return m
}

// Text prints a line for each parameter, or nothing if they were set.
func (m *memoryParams) Text(p *format.Printer) error {
	if m.set || len(m.params) == 0 {
		return nil
	}
	p.Print("Shared memory:\n")
	for _, param := range m.params {
		p.Printf("\t%-15s %s\n", param.Name, param.Value)
	}
	return nil
}
