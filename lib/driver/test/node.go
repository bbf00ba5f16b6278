package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// What the made-up machine has.
const (
	nodeModel   = "i686"
	nodeMemory  = 3 << 20 // KiB
	nodeCPUs    = 16
	nodeMHz     = 1400
	nodeCells   = 2
	nodeSockets = 2
	nodeCores   = 2
	nodeThreads = 2

	cpusPresent = 8
	cpusOnline  = 0b10101 // the CPUs 0, 2 and 4

	securityModel = "testSecurity"
)

// cellMemory is the memory of each NUMA cell in KiB, all of it free.
func cellMemory() []uint64 { return []uint64{2048, 4096} }

func (s *session) handleNode(m *driver.Mux) {
	driver.Handle(m, &protocol.NodeGetInfo, s.nodeGetInfo)
	driver.Handle(m, &protocol.NodeGetFreeMemory, s.nodeGetFreeMemory)
	driver.Handle(m, &protocol.NodeGetCellsFreeMemory, s.nodeGetCellsFreeMemory)
	driver.Handle(m, &protocol.NodeGetCPUMap, s.nodeGetCPUMap)
	driver.Handle(m, &protocol.NodeGetCPUStats, s.nodeGetCPUStats)
	driver.Handle(m, &protocol.NodeGetSecurityModel, s.nodeGetSecurityModel)
}

func (s *session) nodeGetInfo(context.Context) (*protocol.NodeGetInfoReply, error) {
	r := &protocol.NodeGetInfoReply{
		Memory: nodeMemory, CPUs: nodeCPUs, MHz: nodeMHz, Nodes: nodeCells,
		Sockets: nodeSockets, Cores: nodeCores, Threads: nodeThreads,
	}
	copy(r.Model[:], nodeModel)
	return r, nil
}

func (s *session) nodeGetFreeMemory(context.Context) (*protocol.NodeGetFreeMemoryReply, error) {
	return &protocol.NodeGetFreeMemoryReply{FreeMem: nodeMemory}, nil
}

func (s *session) nodeGetCellsFreeMemory(_ context.Context, a *protocol.NodeGetCellsFreeMemoryArgs) (*protocol.NodeGetCellsFreeMemoryReply, error) {
	const function = "virNodeGetCellsFreeMemory"
	if a.StartCell < 0 {
		return nil, argument(virt.FromDomain, "startCell in "+function+" must be zero or greater", function, "startCell")
	}
	if a.MaxCells <= 0 {
		return nil, argument(virt.FromDomain, "maxCells in "+function+" must be greater than zero", function, "maxCells")
	}
	cells := cellMemory()
	if int(a.StartCell) >= len(cells) {
		return nil, errorf(virt.ErrInvalidArg, "Range exceeds available cells")
	}
	r := &protocol.NodeGetCellsFreeMemoryReply{}
	for i := int(a.StartCell); i < len(cells) && len(r.Cells) < int(a.MaxCells); i++ {
		r.Cells = append(r.Cells, cells[i]*1024)
	}
	return r, nil
}

func (s *session) nodeGetCPUMap(_ context.Context, a *protocol.NodeGetCPUMapArgs) (*protocol.NodeGetCPUMapReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testNodeGetCPUMap"); err != nil {
		return nil, err
	}
	r := &protocol.NodeGetCPUMapReply{Ret: cpusPresent}
	online := virt.CPUMap{cpusOnline}
	if a.NeedMap != 0 {
		r.CPUMap = online
	}
	if a.NeedOnline != 0 {
		r.Online = uint32(online.Count())
	}
	return r, nil
}

func (s *session) nodeGetCPUStats(_ context.Context, a *protocol.NodeGetCPUStatsArgs) (*protocol.NodeGetCPUStatsReply, error) {
	if a.CPUNum < int32(virt.NodeCPUStatsAllCPUs) {
		return nil, argument(virt.FromDomain, "cpuNum in virNodeGetCPUStats only accepts -1 as a negative value", "virNodeGetCPUStats", "cpuNum")
	}
	if err := checkFlags(a.Flags, noFlags, "testNodeGetCPUStats"); err != nil {
		return nil, err
	}
	stats := []protocol.NodeCPUStats{
		{Field: virt.NodeCPUStatsUser, Value: 9797400000},
		{Field: virt.NodeCPUStatsKernel, Value: 34678723400000},
		{Field: virt.NodeCPUStatsIdle, Value: 87264900000},
		{Field: virt.NodeCPUStatsIOWait, Value: 763600000},
	}
	if a.NParams == 0 {
		return &protocol.NodeGetCPUStatsReply{NParams: int32(len(stats))}, nil
	}
	return &protocol.NodeGetCPUStatsReply{Params: firstN(stats, a.NParams)}, nil
}

func (s *session) nodeGetSecurityModel(context.Context) (*protocol.NodeGetSecurityModelReply, error) {
	return &protocol.NodeGetSecurityModelReply{Model: cText(securityModel), DOI: cText("")}, nil
}

// cText returns a text with C's NUL at its end.
func cText(s string) []byte { return append([]byte(s), 0) }
