package host

import (
	"context"
	"strings"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func nodecpumapSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nodecpumap", Help: "show which CPUs of the host are online",
		Examples: []string{"nodecpumap --pretty"},
		Opts:     []vsh.Opt{vsh.BoolOpt("pretty", "print the online CPUs as a list of ranges")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			m, err := conn.NodeCPUMap(ctx)
			if err != nil {
				return nil, vsh.Wrapf(err, "Unable to get cpu map")
			}
			r := &nodeCPUMap{Present: m.CPUs, Online: m.Online, cpus: m.Present, pretty: a.Bool("pretty")}
			for cpu := range m.CPUs {
				if m.Present.Has(cpu) {
					r.OnlineCPUs = append(r.OnlineCPUs, cpu)
				}
			}
			return r, nil
		},
	}
}

// nodeCPUMap is the host's CPUs. How many are online and which are two answers
// of the host, which need not agree.
type nodeCPUMap struct {
	Present    int   `json:"present"`
	Online     int   `json:"online"`
	OnlineCPUs []int `json:"onlineCPUs"`

	cpus   virt.CPUMap
	pretty bool
}

// Text prints the numbers, and the map as a letter for each CPU or as ranges.
func (m *nodeCPUMap) Text(p *format.Printer) error {
	p.KeyValue(15, "CPUs present:", "%d", m.Present)
	p.KeyValue(15, "CPUs online:", "%d", m.Online)
	if m.pretty {
		p.KeyValue(15, "CPU map:", "%s", m.cpus)
		return nil
	}
	letters := []byte(strings.Repeat("-", m.Present))
	for _, cpu := range m.OnlineCPUs {
		letters[cpu] = 'y'
	}
	p.KeyValue(15, "CPU map:", "%s", letters)
	return nil
}
