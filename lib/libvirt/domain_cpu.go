package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// VcpuInfo is what one virtual CPU does (virVcpuInfo) and where it may.
type VcpuInfo struct {
	Number   uint
	State    virt.VcpuState
	CPUTime  uint64      // ns
	CPU      int         // host CPU it runs on, or a virt.VcpuHostCpuState
	Affinity virt.CPUMap // host CPUs it may run on
}

// MaxVcpus returns how many virtual CPUs the running domain booted with, or how
// many an inactive one can have.
func (d *Domain) MaxVcpus(ctx context.Context) (int, error) {
	r, err := protocol.DomainGetMaxVcpus.Call(ctx, d.conn, &protocol.DomainGetMaxVcpusArgs{Dom: d.wire()})
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// Vcpus returns the virtual CPUs of the running domain. It first asks how many
// there are and how many CPUs the host has, both at once.
func (d *Domain) Vcpus(ctx context.Context) ([]VcpuInfo, error) {
	info, hostCPUs, err := d.InfoAndHostCPUs(ctx)
	if err != nil {
		return nil, err
	}
	return d.VcpusN(ctx, int(info.Vcpus), hostCPUs)
}

// InfoAndHostCPUs is Info and Conn.HostCPUs at once.
func (d *Domain) InfoAndHostCPUs(ctx context.Context) (info DomainInfo, hostCPUs int, err error) {
	err = together(
		func() (err error) { hostCPUs, err = d.conn.HostCPUs(ctx); return err },
		func() (err error) { info, err = d.Info(ctx); return err },
	)
	return info, hostCPUs, err
}

// VcpusN returns up to n virtual CPUs of the running domain, with affinities of
// hostCPUs CPUs (none for 0), for callers that know these numbers.
func (d *Domain) VcpusN(ctx context.Context, n, hostCPUs int) ([]VcpuInfo, error) {
	maplen := len(virt.NewCPUMap(hostCPUs))
	r, err := protocol.DomainGetVcpus.Call(ctx, d.conn,
		&protocol.DomainGetVcpusArgs{Dom: d.wire(), MaxInfo: int32(n), MapLen: int32(maplen)})
	if err != nil {
		return nil, err
	}
	maps := virt.NewCPUMaps(r.CPUMaps, maplen)
	vcpus := make([]VcpuInfo, len(r.Info))
	for i, v := range r.Info {
		vcpus[i] = VcpuInfo{
			Number: uint(v.Number), State: virt.VcpuState(v.State), CPUTime: v.CPUTime, CPU: int(v.CPU), Affinity: maps.Row(i),
		}
	}
	return vcpus, nil
}

// VcpusFlags returns how many virtual CPUs the domain has, or with
// virt.DomainVcpuMaximum can have (virDomainGetVcpusFlags).
func (d *Domain) VcpusFlags(ctx context.Context, flags virt.DomainVcpuFlags) (int, error) {
	r, err := protocol.DomainGetVcpusFlags.Call(ctx, d.conn, &protocol.DomainGetVcpusFlagsArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// VcpuCount is how many virtual CPUs a domain can have and has.
type VcpuCount struct{ Maximum, Current int }

// VcpuCounts returns the counts of the running domain and those of its
// configuration; nil for a domain that does not run, or that has none. All
// questions of a kind are in flight together, so this takes two round trips.
func (d *Domain) VcpuCounts(ctx context.Context) (live, config *VcpuCount, err error) {
	var active, persistent bool
	err = together(
		func() (err error) { persistent, err = d.IsPersistent(ctx); return err },
		func() (err error) { active, err = d.IsActive(ctx); return err },
	)
	if err != nil {
		return nil, nil, err
	}
	var calls []func() error
	ask := func(n *int, flags virt.DomainVcpuFlags) {
		calls = append(calls, func() (err error) { *n, err = d.VcpusFlags(ctx, flags); return err })
	}
	both := func(c *VcpuCount, flags virt.DomainVcpuFlags) *VcpuCount {
		ask(&c.Maximum, flags|virt.DomainVcpuMaximum)
		ask(&c.Current, flags)
		return c
	}
	if persistent {
		config = both(new(VcpuCount), virt.DomainVcpuConfig)
	}
	if active {
		live = both(new(VcpuCount), virt.DomainVcpuLive)
	}
	if err := together(calls...); err != nil {
		return nil, nil, err
	}
	return live, config, nil
}

// SetVcpus changes how many virtual CPUs the running domain has, up to the
// number it booted with.
func (d *Domain) SetVcpus(ctx context.Context, n uint) error {
	return protocol.DomainSetVcpus.Call(ctx, d.conn, &protocol.DomainSetVcpusArgs{Dom: d.wire(), NVcpus: uint32(n)})
}

// SetVcpusFlags is SetVcpus with flags: the running domain, the configuration,
// the maximum.
func (d *Domain) SetVcpusFlags(ctx context.Context, n uint, flags virt.DomainVcpuFlags) error {
	return protocol.DomainSetVcpusFlags.Call(ctx, d.conn,
		&protocol.DomainSetVcpusFlagsArgs{Dom: d.wire(), NVcpus: uint32(n), Flags: uint32(flags)})
}

// PinVcpu sets the host CPUs that a virtual CPU may run on.
func (d *Domain) PinVcpu(ctx context.Context, vcpu uint, cpus virt.CPUMap) error {
	return protocol.DomainPinVcpu.Call(ctx, d.conn, &protocol.DomainPinVcpuArgs{Dom: d.wire(), Vcpu: uint32(vcpu), CPUMap: cpus})
}

// PinVcpuFlags is PinVcpu with flags.
func (d *Domain) PinVcpuFlags(ctx context.Context, vcpu uint, cpus virt.CPUMap, flags virt.DomainModificationImpact) error {
	return protocol.DomainPinVcpuFlags.Call(ctx, d.conn,
		&protocol.DomainPinVcpuFlagsArgs{Dom: d.wire(), Vcpu: uint32(vcpu), CPUMap: cpus, Flags: uint32(flags)})
}

// VcpuPinInfo returns the affinities of up to n virtual CPUs, of hostCPUs host
// CPUs, also of a domain that does not run.
func (d *Domain) VcpuPinInfo(ctx context.Context, n, hostCPUs int, flags virt.DomainModificationImpact) ([]virt.CPUMap, error) {
	maplen := len(virt.NewCPUMap(hostCPUs))
	r, err := protocol.DomainGetVcpuPinInfo.Call(ctx, d.conn,
		&protocol.DomainGetVcpuPinInfoArgs{Dom: d.wire(), NCPUMaps: int32(n), MapLen: int32(maplen), Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	maps := virt.NewCPUMaps(r.CPUMaps, maplen)
	affinities := make([]virt.CPUMap, min(int(r.Num), maps.Rows()))
	for i := range affinities {
		affinities[i] = maps.Row(i)
	}
	return affinities, nil
}
