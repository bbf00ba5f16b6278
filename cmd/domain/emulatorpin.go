package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func emulatorpinSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "emulatorpin", Help: "show or set where a domain's emulator runs",
		Description: "Show which CPUs of the host a domain's emulator may run on, which is all of its threads\n" +
			"but virtual CPUs and I/O threads; or, with --cpulist, set it. A list is like 0-3,7,^2; r is\n" +
			"all CPUs.",
		Examples: []string{"emulatorpin web 0-1"},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.StringOpt("cpulist", "the CPUs of the host that it may run on", "host-cpus,").Loose().Empty(),
		}, vsh.ConfigLiveCurrent()...),
		Run: runEmulatorpin,
	}
}

func runEmulatorpin(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	hostCPUs, err := dom.Conn().HostCPUs(ctx)
	if err != nil {
		return nil, err
	}
	if !a.Has("cpulist") {
		cpus, err := dom.EmulatorPinInfo(ctx, hostCPUs, impact)
		if err != nil {
			return nil, err
		}
		return &emulatorPin{Affinity: cpuNumbers(cpus)}, nil
	}
	cpus, err := hostCPUList(a.Raw("cpulist"), hostCPUs)
	if err != nil {
		return nil, err
	}
	if vsh.Count(a, "config", "live", "current") == 0 {
		impact = virt.DomainAffectLive
	}
	if err := dom.PinEmulator(ctx, cpus, impact); err != nil {
		return nil, err
	}
	return format.Done("pinned", ref(dom), ""), nil
}

// emulatorPin is where a domain's emulator may run.
type emulatorPin struct {
	Affinity []int `json:"affinity"` // the CPUs of the host that it may run on
}

// Text prints a small table of a layout of its own.
func (e *emulatorPin) Text(p *format.Printer) error {
	p.Message("emulator: CPU Affinity\n----------------------------------\n       *: ")
	p.Println(cpuText(e.Affinity))
	return nil
}
