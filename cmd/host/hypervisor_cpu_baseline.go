package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func hypervisorCPUBaselineSpec() *vsh.Spec {
	opts := append([]vsh.Opt{vsh.StringOpt("file", cpuFileHelp, "files").Loose()}, emulationOpts()...)
	opts = append(opts, baselineOpts()...)
	return &vsh.Spec{
		Name: "hypervisor-cpu-baseline", Help: "find the CPU that a hypervisor can give",
		Description: "Find the CPU that several have in common and the hypervisor can give to guests.",
		Examples:    []string{"hypervisor-cpu-baseline cpus.xml --virttype kvm"},
		Opts:        append(opts, vsh.StringOpt("model", "name of one CPU model, instead of a file", "cpu-models").Loose()),
		Run:         runHypervisorCPUBaseline,
	}
}

func runHypervisorCPUBaseline(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if _, err := a.String("file"); err != nil { // virsh complains of it first
		return nil, err
	}
	on, err := emulation(a)
	if err != nil {
		return nil, err
	}
	model, err := a.String("model")
	if err != nil {
		return nil, err
	}
	if err := vsh.Exclusive(a, "file", "model"); err != nil {
		return nil, err
	}
	var cpus []string
	switch {
	case a.Has("file"):
		if cpus, err = readCPUs(s, a); err != nil {
			return nil, err
		}
	case model != "":
		cpus = []string{xmledit.CPU(model)}
	default:
		return nil, vsh.Failf("Either --file or --model must be provided")
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	cpu, err := conn.BaselineHypervisorCPU(ctx, on, cpus, baselineFlags(a))
	if err != nil {
		return nil, err
	}
	return format.XML(cpu), nil
}
