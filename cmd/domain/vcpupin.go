package domain

import (
	"context"
	"strconv"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func vcpupinSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "vcpupin", Help: "show or set where virtual CPUs run",
		Description: "Show which CPUs of the host each virtual CPU of a domain may run on, or, with --cpulist,\n" +
			"set it for one. A list is like 0-3,7,^2; r is all CPUs.",
		Examples: []string{
			"vcpupin web",
			"vcpupin web 0 1,3",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
			vsh.IntOpt("vcpu", "number of the virtual CPU", "uint32").From("domain-vcpus").Loose(),
			vsh.StringOpt("cpulist", "the CPUs of the host that it may run on", "host-cpus,").Loose().Empty(),
		}, vsh.ConfigLiveCurrent()...),
		Run: runVcpupin,
	}
}

func runVcpupin(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	impact, err := a.ConfigLiveCurrent()
	if err != nil {
		return nil, err
	}
	pin := a.Has("cpulist")
	if !pin {
		if err := vsh.Exclusive(a, "live", "config"); err != nil {
			return nil, err
		}
	}
	vcpu, err := a.Uint32("vcpu")
	if err != nil {
		return nil, err
	}
	if pin && !a.Has("vcpu") {
		return nil, vsh.Failf("vcpupin: Missing vCPU number in pin mode.")
	}
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	hostCPUs, err := dom.Conn().HostCPUs(ctx)
	if err != nil {
		return nil, err
	}
	if !pin {
		return showVcpupin(ctx, dom, a, hostCPUs, impact)
	}
	cpus, err := hostCPUList(a.Raw("cpulist"), hostCPUs)
	if err != nil {
		return nil, err
	}
	if impact == virt.DomainAffectCurrent && !a.Bool("current") {
		err = dom.PinVcpu(ctx, uint(vcpu), cpus)
	} else {
		err = dom.PinVcpuFlags(ctx, uint(vcpu), cpus, impact)
	}
	if err != nil {
		return nil, err
	}
	return format.Done("pinned", ref(dom), ""), nil
}

func showVcpupin(ctx context.Context, dom *libvirt.Domain, a *vsh.Args, hostCPUs int, impact virt.DomainModificationImpact) (format.Result, error) {
	n, err := vcpuMaximum(ctx, dom, impact)
	if err != nil {
		return nil, err
	}
	only := -1
	if a.Has("vcpu") {
		vcpu, err := a.Uint32("vcpu")
		if err != nil {
			return nil, err
		}
		if only = int(vcpu); only >= n {
			return nil, outOfVcpus(ctx, dom, impact, only, n)
		}
	}
	affinities, err := dom.VcpuPinInfo(ctx, n, hostCPUs, impact)
	if err != nil {
		return nil, err
	}
	l := &vcpuPinList{}
	for number, cpus := range affinities {
		if only < 0 || number == only {
			l.Vcpus = append(l.Vcpus, vcpuPin{Number: number, Affinity: cpuNumbers(cpus)})
		}
	}
	return l, nil
}

// vcpuMaximum returns how many virtual CPUs the meant part of dom can have, if
// there is such a part.
func vcpuMaximum(ctx context.Context, dom *libvirt.Domain, impact virt.DomainModificationImpact) (int, error) {
	switch impact {
	case virt.DomainAffectLive:
		if active, err := dom.IsActive(ctx); err != nil || !active {
			return 0, vsh.Failf("cannot get vcpupin for offline domain")
		}
	case virt.DomainAffectConfig:
		if persistent, err := dom.IsPersistent(ctx); err != nil || !persistent {
			return 0, vsh.Failf("cannot get vcpupin for transient domain")
		}
	}
	return dom.VcpusFlags(ctx, virt.DomainVcpuFlags(impact)|virt.DomainVcpuMaximum)
}

// outOfVcpus is the error of a virtual CPU that dom does not have.
func outOfVcpus(ctx context.Context, dom *libvirt.Domain, impact virt.DomainModificationImpact, vcpu, n int) error {
	live := impact == virt.DomainAffectLive
	if impact == virt.DomainAffectCurrent {
		active, err := dom.IsActive(ctx)
		live = err == nil && active
	}
	of := "persistent"
	if live {
		of = "live"
	}
	// virsh shows the number as a signed one.
	return vsh.Failf("vcpu %d is out of range of %s cpu count %d", int32(vcpu), of, n)
}

// vcpuPinList is where the virtual CPUs of a domain may run.
type vcpuPinList struct {
	Vcpus []vcpuPin `json:"vcpus"`
}

type vcpuPin struct {
	Number   int   `json:"number"`
	Affinity []int `json:"affinity"` // the CPUs of the host that it may run on
}

// Text prints a table.
func (l *vcpuPinList) Text(p *format.Printer) error {
	t := format.NewTable("VCPU", "CPU Affinity")
	for _, v := range l.Vcpus {
		t.Row(strconv.Itoa(v.Number), cpuText(v.Affinity))
	}
	p.Table(t)
	return nil
}
