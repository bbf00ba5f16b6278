package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func cpuModelsSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "cpu-models", Help: "list the CPU models of an architecture",
		Examples: []string{"cpu-models x86_64"},
		Opts:     []vsh.Opt{vsh.StringArg("arch", "the architecture", "archs")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			arch, err := a.String("arch")
			if err != nil {
				return nil, err
			}
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			models, err := conn.CPUModelNames(ctx, arch, 0)
			if err != nil {
				return nil, vsh.Wrapf(err, "failed to get CPU model names")
			}
			return &cpuModels{Models: models}, nil
		},
	}
}

// cpuModels is the names of CPU models; without any, all names are accepted.
type cpuModels struct {
	Models []string `json:"models"`
}

// Text prints a line for each.
func (m *cpuModels) Text(p *format.Printer) error {
	if len(m.Models) == 0 {
		p.Print("all CPU models are accepted\n")
	}
	for _, name := range m.Models {
		p.Println(name)
	}
	return nil
}
