package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func vcpuinfoSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vcpuinfo", Help: "show what a domain's virtual CPUs do",
		Description: "Show the state, the CPU time and the place of each virtual CPU of a domain, and which\n" +
			"CPUs of the host it may run on.",
		Examples: []string{"vcpuinfo web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.BoolOpt("pretty", "show the CPUs of the host as a list"),
		},
		Run: runVcpuinfo,
	}
}

func runVcpuinfo(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	info, hostCPUs, err := dom.InfoAndHostCPUs(ctx)
	if err != nil {
		return nil, err
	}
	l := &vcpuList{HostCPUs: hostCPUs, Vcpus: []vcpu{}, pretty: a.Bool("pretty")}
	vcpus, err := dom.VcpusN(ctx, int(info.Vcpus), hostCPUs)
	switch {
	case err == nil:
		for _, v := range vcpus {
			l.addRunning(v)
		}
		return l, nil
	case info.State != virt.DomainShutoff:
		return nil, err
	}
	// What is not running can still tell where it would run.
	if err := l.addConfigured(ctx, dom); err != nil {
		return nil, err
	}
	return l, nil
}

// vcpuList is a domain's virtual CPUs.
type vcpuList struct {
	HostCPUs int    `json:"hostCPUs"`
	Vcpus    []vcpu `json:"vcpus"`

	pretty bool
}

// vcpu is one virtual CPU. All but the affinity is missing for a domain that
// does not run.
type vcpu struct {
	Number    uint    `json:"number"`
	CPU       *int    `json:"cpu,omitempty"` // of the host; absent also where the host does not tell
	State     string  `json:"state,omitempty"`
	CPUTimeNs *uint64 `json:"cpuTimeNs,omitempty"`
	Affinity  []int   `json:"affinity"` // the CPUs of the host that it may run on
}

func (l *vcpuList) addRunning(v libvirt.VcpuInfo) {
	added := vcpu{Number: v.Number, State: vcpuStateWord(v.State), CPUTimeNs: &v.CPUTime, Affinity: l.affinity(v.Affinity)}
	if v.CPU >= 0 {
		added.CPU = &v.CPU
	}
	l.Vcpus = append(l.Vcpus, added)
}

// addConfigured adds the virtual CPUs that the next start will have.
func (l *vcpuList) addConfigured(ctx context.Context, dom *libvirt.Domain) error {
	xml, err := dom.XMLDesc(ctx, virt.DomainXMLInactive)
	if err != nil {
		return err
	}
	numbers, maximum, err := enabledVcpus(xml)
	if err != nil {
		return err
	}
	affinities, err := dom.VcpuPinInfo(ctx, maximum, l.HostCPUs, virt.DomainAffectConfig)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		v := vcpu{Number: n, Affinity: []int{}}
		if int(n) < len(affinities) {
			v.Affinity = l.affinity(affinities[n])
		}
		l.Vcpus = append(l.Vcpus, v)
	}
	return nil
}

// affinity returns the CPUs of the host that are in m.
func (l *vcpuList) affinity(m virt.CPUMap) []int {
	cpus := []int{}
	for cpu := range l.HostCPUs {
		if m.Has(cpu) {
			cpus = append(cpus, cpu)
		}
	}
	return cpus
}

// Text prints some lines for each virtual CPU.
func (l *vcpuList) Text(p *format.Printer) error {
	for i := range l.Vcpus {
		if i > 0 {
			p.Println()
		}
		l.printVcpu(p, &l.Vcpus[i])
	}
	return nil
}

func (l *vcpuList) printVcpu(p *format.Printer, v *vcpu) {
	p.KeyValue(15, "VCPU:", "%d", v.Number)
	if v.CPU != nil {
		p.KeyValue(15, "CPU:", "%d", *v.CPU)
	} else {
		p.KeyValue(15, "CPU:", "N/A")
	}
	switch {
	case v.CPUTimeNs == nil:
		p.KeyValue(15, "State:", "N/A")
		p.KeyValue(15, "CPU time", "N/A")
	case *v.CPUTimeNs == 0:
		p.KeyValue(15, "State:", "%s", v.State)
	default:
		p.KeyValue(15, "State:", "%s", v.State)
		p.KeyValue(15, "CPU time:", "%.1fs", float64(*v.CPUTimeNs)/1e9)
	}
	affinity := virt.NewCPUMap(l.HostCPUs)
	for _, cpu := range v.Affinity {
		affinity.Set(cpu)
	}
	if l.pretty {
		p.KeyValue(15, "CPU Affinity:", "%s (out of %d)", affinity, l.HostCPUs)
		return
	}
	letters := make([]byte, l.HostCPUs)
	for cpu := range letters {
		letters[cpu] = '-'
		if affinity.Has(cpu) {
			letters[cpu] = 'y'
		}
	}
	p.KeyValue(15, "CPU Affinity:", "%s", letters)
}
