package host

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func cpuCompareSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "cpu-compare", Help: "compare a CPU with that of the host",
		Examples: []string{"cpu-compare cpu.xml"},
		Opts:     append([]vsh.Opt{vsh.FileArg(cpuFileHelp)}, compareOpts()...),
		Run:      runCPUCompare,
	}
}

func runCPUCompare(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	cpus, err := readCPUs(s, a)
	if err != nil {
		return nil, err
	}
	conn, err := s.Conn(ctx)
	if err != nil {
		return nil, err
	}
	file := a.Raw("file")
	got, err := conn.CompareCPU(ctx, cpus[0], compareFlags(a))
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to compare host CPU with %s", file)
	}
	return compared(got, map[virt.CPUCompareResult]string{
		virt.CPUCompareIncompatible: "CPU described in " + file + " is incompatible with host CPU\n",
		virt.CPUCompareIdentical:    "CPU described in " + file + " is identical to host CPU\n",
		virt.CPUCompareSuperset:     "Host CPU is a superset of CPU described in " + file + "\n",
	})
}

// compared returns the result of a comparison, with virsh's texts. An
// incompatible CPU is a failure.
func compared(got virt.CPUCompareResult, texts map[virt.CPUCompareResult]string) (format.Result, error) {
	switch got {
	case virt.CPUCompareIdentical, virt.CPUCompareSuperset:
		return format.ValueText("result", got.String(), texts[got]), nil
	case virt.CPUCompareIncompatible:
		return format.ValueText("result", got.String(), texts[got]), vsh.ErrQuiet
	}
	return nil, vsh.Failf("the host says %v, which this program does not know", got)
}
