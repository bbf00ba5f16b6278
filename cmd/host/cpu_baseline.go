package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func cpuBaselineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "cpu-baseline", Help: "find the CPU that several have in common",
		Examples: []string{"cpu-baseline cpus.xml"},
		Opts:     append([]vsh.Opt{vsh.FileArg(cpuFileHelp)}, baselineOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			cpus, err := readCPUs(s, a)
			if err != nil {
				return nil, err
			}
			conn, err := s.Conn(ctx)
			if err != nil {
				return nil, err
			}
			cpu, err := conn.BaselineCPU(ctx, cpus, baselineFlags(a))
			if err != nil {
				return nil, err
			}
			return format.XML(cpu), nil
		},
	}
}
