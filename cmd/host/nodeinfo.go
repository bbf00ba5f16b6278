package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nodeinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodeinfo", Help: "show the host's CPUs and memory",
		Description: "Show the model, number, frequency and topology of the host's CPUs, and the size of its memory.",
		Examples:    []string{"nodeinfo"},
		Run: func(ctx context.Context, s *vsh.Session, _ *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			n, err := conn.NodeInfo(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get node information")
			}
			return &nodeInfo{
				Model: n.Model, MemoryKiB: n.Memory, CPUs: n.CPUs, MHz: n.MHz,
				Nodes: n.Nodes, Sockets: n.Sockets, Cores: n.Cores, Threads: n.Threads,
			}, nil
		},
	}
}

// nodeInfo is the host's topology: sockets are those of one NUMA node, cores
// those of one socket, threads those of one core.
type nodeInfo struct {
	Model     string `json:"model"`
	CPUs      uint   `json:"cpus"`
	MHz       uint   `json:"mhz,omitempty"` // absent where the host does not know
	Sockets   uint   `json:"sockets"`
	Cores     uint   `json:"coresPerSocket"`
	Threads   uint   `json:"threadsPerCore"`
	Nodes     uint   `json:"numaCells"`
	MemoryKiB uint64 `json:"memoryKiB"`
}

// Text prints one line for each number. The frequency has none where the host
// does not know it.
func (n *nodeInfo) Text(p *format.Printer) error {
	p.KeyValue(20, "CPU model:", "%s", n.Model)
	p.KeyValue(20, "CPU(s):", "%d", n.CPUs)
	if n.MHz > 0 {
		p.KeyValue(20, "CPU frequency:", "%d MHz", n.MHz)
	}
	p.KeyValue(20, "CPU socket(s):", "%d", n.Sockets)
	p.KeyValue(20, "Core(s) per socket:", "%d", n.Cores)
	p.KeyValue(20, "Thread(s) per core:", "%d", n.Threads)
	p.KeyValue(20, "NUMA cell(s):", "%d", n.Nodes)
	p.KeyValue(20, "Memory size:", "%d KiB", n.MemoryKiB)
	return nil
}
