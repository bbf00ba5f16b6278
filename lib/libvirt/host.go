package libvirt

import (
	"bytes"
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Type returns the name of the hypervisor: "QEMU", "Test".
func (c *Conn) Type(ctx context.Context) (string, error) {
	r, err := protocol.ConnectGetType.Call(ctx, c)
	if err != nil {
		return "", err
	}
	return r.Type, nil
}

// HypervisorVersion returns the release of the hypervisor (virConnectGetVersion);
// 0 where it cannot be told.
func (c *Conn) HypervisorVersion(ctx context.Context) (virt.Version, error) {
	r, err := protocol.ConnectGetVersion.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return virt.Version(r.HVVer), nil
}

// LibVersion returns the release of the daemon's libvirt.
func (c *Conn) LibVersion(ctx context.Context) (virt.Version, error) {
	r, err := protocol.ConnectGetLibVersion.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return virt.Version(r.LibVer), nil
}

// Versions is what runs on the other side of a session.
type Versions struct {
	Type          string       // of the hypervisor
	Hypervisor    virt.Version // its release; 0 where it cannot be told
	HypervisorErr error        // why it cannot be told
	Daemon        virt.Version // release of the daemon's libvirt
	DaemonErr     error        // why that cannot be told
}

// Versions asks for Type, HypervisorVersion and LibVersion, all at once. It fails
// only without the type.
func (c *Conn) Versions(ctx context.Context) (Versions, error) {
	var v Versions
	err := together(
		func() (err error) { v.Type, err = c.Type(ctx); return err },
		func() error { v.Hypervisor, v.HypervisorErr = c.HypervisorVersion(ctx); return nil },
		func() error { v.Daemon, v.DaemonErr = c.LibVersion(ctx); return nil },
	)
	return v, err
}

// Hostname returns the name of the machine that the driver runs on.
func (c *Conn) Hostname(ctx context.Context) (string, error) {
	r, err := protocol.ConnectGetHostname.Call(ctx, c)
	if err != nil {
		return "", err
	}
	return r.Hostname, nil
}

// Sysinfo returns what the firmware says of the host, as XML.
func (c *Conn) Sysinfo(ctx context.Context) (string, error) {
	r, err := protocol.ConnectGetSysinfo.Call(ctx, c, &protocol.ConnectGetSysinfoArgs{})
	if err != nil {
		return "", err
	}
	return r.Sysinfo, nil
}

// Capabilities returns what the host and its guests can be, as XML.
func (c *Conn) Capabilities(ctx context.Context) (string, error) {
	r, err := protocol.ConnectGetCapabilities.Call(ctx, c)
	if err != nil {
		return "", err
	}
	return r.Capabilities, nil
}

// DomainCapabilities returns what a domain can have, as XML, for an emulator
// program, architecture, machine type and virtualization type; empty ones are
// the host's choice. No flags are defined.
func (c *Conn) DomainCapabilities(ctx context.Context, emulator, arch, machine, virtType string,
	flags virt.ConnectGetDomainCapabilitiesFlags) (string, error) {
	r, err := protocol.ConnectGetDomainCapabilities.Call(ctx, c, &protocol.ConnectGetDomainCapabilitiesArgs{
		EmulatorBin: optional(emulator), Arch: optional(arch), Machine: optional(machine), VirtType: optional(virtType),
		Flags: uint32(flags),
	})
	if err != nil {
		return "", err
	}
	return r.Capabilities, nil
}

// MaxVcpus returns how many virtual CPUs a domain can have. typ is as in
// <domain type=…>, empty for the host's choice.
func (c *Conn) MaxVcpus(ctx context.Context, typ string) (int, error) {
	r, err := protocol.ConnectGetMaxVcpus.Call(ctx, c, &protocol.ConnectGetMaxVcpusArgs{Type: optional(typ)})
	if err != nil {
		return 0, err
	}
	return int(r.MaxVcpus), nil
}

// IsSecure reports whether the line to the host is encrypted or does not leave
// this machine.
func (c *Conn) IsSecure(ctx context.Context) (bool, error) {
	r, err := protocol.ConnectIsSecure.Call(ctx, c)
	if err != nil {
		return false, err
	}
	return r.Secure != 0, nil
}

// NodeInfo is the hardware of a host (virNodeInfo).
type NodeInfo struct {
	Model   string // of the CPUs
	Memory  uint64 // KiB
	CPUs    uint   // active ones
	MHz     uint   // 0 where it cannot be told
	Nodes   uint   // NUMA cells, 1 for none or an unusual topology
	Sockets uint   // per node
	Cores   uint   // per socket
	Threads uint   // per core
}

// MaxCPUs returns how many CPUs the host can have, offline ones included
// (VIR_NODEINFO_MAXCPUS).
func (n NodeInfo) MaxCPUs() int { return int(n.Nodes * n.Sockets * n.Cores * n.Threads) }

// NodeInfo returns the host's hardware.
func (c *Conn) NodeInfo(ctx context.Context) (NodeInfo, error) {
	r, err := protocol.NodeGetInfo.Call(ctx, c)
	if err != nil {
		return NodeInfo{}, err
	}
	return NodeInfo{
		Model: cString(r.Model[:]), Memory: r.Memory, CPUs: uint(uint32(r.CPUs)), MHz: uint(uint32(r.MHz)),
		Nodes: uint(uint32(r.Nodes)), Sockets: uint(uint32(r.Sockets)), Cores: uint(uint32(r.Cores)), Threads: uint(uint32(r.Threads)),
	}, nil
}

// FreeMemory returns the host's free memory in bytes.
func (c *Conn) FreeMemory(ctx context.Context) (uint64, error) {
	r, err := protocol.NodeGetFreeMemory.Call(ctx, c)
	if err != nil {
		return 0, err
	}
	return r.FreeMem, nil
}

// CellsFreeMemory returns the free memory in bytes of up to max NUMA cells from
// first on, as many as there are. A first cell beyond the last is an error.
func (c *Conn) CellsFreeMemory(ctx context.Context, first, max int) ([]uint64, error) {
	r, err := protocol.NodeGetCellsFreeMemory.Call(ctx, c,
		&protocol.NodeGetCellsFreeMemoryArgs{StartCell: int32(first), MaxCells: int32(max)})
	if err != nil {
		return nil, err
	}
	return r.Cells, nil
}

// FreeMemoryOfCells returns the free memory in bytes of the given NUMA cells,
// which are all asked for at once. With an error it is that of those before the
// first that failed.
func (c *Conn) FreeMemoryOfCells(ctx context.Context, cells []int) ([]uint64, error) {
	free := make([]uint64, len(cells))
	errs := make([]error, len(cells))
	calls := make([]func() error, len(cells))
	for i, cell := range cells {
		calls[i] = func() error {
			got, err := c.CellsFreeMemory(ctx, cell, 1)
			if err == nil && len(got) != 1 {
				err = c.failed(virt.Errorf(virt.FromRPC, virt.ErrInternalError, "the host tells nothing of NUMA cell %d", cell))
			}
			if err == nil {
				free[i] = got[0]
			}
			errs[i] = err
			return nil
		}
	}
	_ = together(calls...) // each keeps its own
	for i, err := range errs {
		if err != nil {
			return free[:i], err
		}
	}
	return free, nil
}

// NodeCPUMap is which CPUs a host has.
type NodeCPUMap struct {
	CPUs    int         // all that are present, offline ones included
	Online  int         // how many are online
	Present virt.CPUMap // those that are online, as libvirt has it despite the name
}

// NodeCPUMap returns which of the host's CPUs are online.
func (c *Conn) NodeCPUMap(ctx context.Context) (NodeCPUMap, error) {
	r, err := protocol.NodeGetCPUMap.Call(ctx, c, &protocol.NodeGetCPUMapArgs{NeedMap: 1, NeedOnline: 1})
	if err != nil {
		return NodeCPUMap{}, err
	}
	return NodeCPUMap{CPUs: int(r.Ret), Online: int(r.Online), Present: r.CPUMap}, nil
}

// HostCPUs returns how many CPUs the host has, offline ones included: the
// length that affinities are shown with. Old hosts, which cannot tell, are
// asked for their NodeInfo.
func (c *Conn) HostCPUs(ctx context.Context) (int, error) {
	r, err := protocol.NodeGetCPUMap.Call(ctx, quiet{c}, &protocol.NodeGetCPUMapArgs{})
	if err == nil {
		return int(r.Ret), nil
	}
	if !isNoSupport(err) {
		return 0, c.failed(err)
	}
	n, err := c.NodeInfo(ctx)
	return n.MaxCPUs(), err
}

// NodeStat is one number of a host's statistics.
type NodeStat struct {
	Field string
	Value uint64
}

// NodeCPUStats returns the host's CPU times in nanoseconds since its start,
// among the fields virt.NodeCPUStatsKernel and so on, for one CPU or, with
// virt.NodeCPUStatsAllCPUs, for all together.
func (c *Conn) NodeCPUStats(ctx context.Context, cpu int) ([]NodeStat, error) {
	n, err := c.NumOfNodeCPUStats(ctx, cpu)
	if err != nil || n == 0 {
		return nil, err
	}
	return c.NodeCPUStatsN(ctx, cpu, n)
}

// NumOfNodeCPUStats returns how many numbers NodeCPUStats returns. A host may
// answer for a CPU that it does not have.
func (c *Conn) NumOfNodeCPUStats(ctx context.Context, cpu int) (int, error) {
	r, err := protocol.NodeGetCPUStats.Call(ctx, c, &protocol.NodeGetCPUStatsArgs{CPUNum: int32(cpu)})
	if err != nil {
		return 0, err
	}
	return int(r.NParams), nil
}

// NodeCPUStatsN is NodeCPUStats for callers that know from NumOfNodeCPUStats that
// there are n numbers: hosts refuse any other n.
func (c *Conn) NodeCPUStatsN(ctx context.Context, cpu, n int) ([]NodeStat, error) {
	r, err := protocol.NodeGetCPUStats.Call(ctx, c, &protocol.NodeGetCPUStatsArgs{CPUNum: int32(cpu), NParams: int32(n)})
	if err != nil {
		return nil, err
	}
	return nodeStats(r.Params), nil
}

// NodeMemoryStats returns the host's memory use in KiB, among the fields
// virt.NodeMemoryStatsTotal and so on, for one NUMA cell or, with
// virt.NodeMemoryStatsAllCells, for all together.
func (c *Conn) NodeMemoryStats(ctx context.Context, cell int) ([]NodeStat, error) {
	call := func(n int32) (*protocol.NodeGetMemoryStatsReply, error) {
		return protocol.NodeGetMemoryStats.Call(ctx, c, &protocol.NodeGetMemoryStatsArgs{CellNum: int32(cell), NParams: n})
	}
	r, err := call(0)
	if err == nil && r.NParams > 0 {
		r, err = call(r.NParams)
	}
	if err != nil {
		return nil, err
	}
	return nodeStats(r.Params), nil
}

func nodeStats[P protocol.NodeCPUStats | protocol.NodeMemoryStats](params []P) []NodeStat {
	stats := make([]NodeStat, len(params))
	for i, p := range params {
		stats[i] = NodeStat(p)
	}
	return stats
}

// SecurityModel is how a host keeps its guests apart (virSecurityModel).
type SecurityModel struct {
	Model string // "selinux", "apparmor"; empty for none
	DOI   string // domain of interpretation
}

// SecurityModel returns the host's security model.
func (c *Conn) SecurityModel(ctx context.Context) (SecurityModel, error) {
	r, err := protocol.NodeGetSecurityModel.Call(ctx, c)
	if err != nil {
		return SecurityModel{}, err
	}
	return securityModel(r), nil
}

func securityModel(r *protocol.NodeGetSecurityModelReply) SecurityModel {
	return SecurityModel{Model: cString(r.Model), DOI: cString(r.DOI)}
}

// cString returns the text up to the NUL that ends it in C.
func cString(b []byte) string {
	if i := bytes.IndexByte(b, 0); i >= 0 {
		b = b[:i]
	}
	return string(b)
}

// optional returns what the protocol has for a string that may be missing.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func boolInt(b bool) int32 {
	if b {
		return 1
	}
	return 0
}

// orEmpty returns the text of a string that may be missing.
func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
