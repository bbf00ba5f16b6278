package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func hypervisorCPUCompareSpec() *vsh.Spec {
	opts := append([]vsh.Opt{vsh.FileArg(cpuFileHelp)}, emulationOpts()...)
	return &vsh.Spec{
		Name: "hypervisor-cpu-compare", Help: "compare a CPU with what guests can have",
		Description: "Compare a CPU with what the hypervisor can give to guests.",
		Examples:    []string{"hypervisor-cpu-compare cpu.xml --virttype kvm"},
		Opts:        append(opts, compareOpts()...),
		Run:         runHypervisorCPUCompare,
	}
}

func runHypervisorCPUCompare(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if _, err := a.String("file"); err != nil { // virsh complains of it first
		return nil, err
	}
	on, err := emulation(a)
	if err != nil {
		return nil, err
	}
	cpus, err := readCPUs(s, a)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	file := a.Raw("file")
	got, err := conn.CompareHypervisorCPU(ctx, on, cpus[0], compareFlags(a))
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to compare hypervisor CPU with %s", file)
	}
	const host = "the CPU provided by hypervisor on the host"
	return compared(got, map[virt.CPUCompareResult]string{
		virt.CPUCompareIncompatible: "CPU described in " + file + " is incompatible with " + host + "\n",
		virt.CPUCompareIdentical:    "CPU described in " + file + " is identical to " + host + "\n",
		virt.CPUCompareSuperset:     "The CPU provided by hypervisor on the host is a superset of CPU described in " + file + "\n",
	})
}
