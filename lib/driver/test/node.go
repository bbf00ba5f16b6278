package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// What every made-up machine has.
const (
	nodeArch = "i686"

	cpusPresent = 8
	cpusOnline  = 0b10101 // the CPUs 0, 2 and 4

	securityModel = "testSecurity"
)

// defaultMachine is the machine of test:///default, and of a description that
// says nothing else.
func defaultMachine() model.Machine {
	return model.Machine{Model: nodeArch, Memory: 3 << 20, CPUs: 16, MHz: 1400, Nodes: 2, Sockets: 2, Cores: 2, Threads: 2}
}

// cell is a NUMA cell of a machine, in KiB.
type cell struct{ memory, free uint64 }

// defaultCells are the NUMA cells of test:///default. A machine from a description
// has as many as that says, but nothing is known of them.
func defaultCells() []cell { return []cell{{2048, 1024}, {4096, 2048}} }

// maxHostCPUs bounds the CPU maps, which have a bit for every CPU that a
// description can make up.
const maxHostCPUs = 1 << 16

// hostCPUs returns how many CPUs the machine has, active or not.
func (h *host) hostCPUs() int {
	n := 1
	for _, k := range []uint32{h.machine.Nodes, h.machine.Sockets, h.machine.Cores, h.machine.Threads} {
		n *= int(min(k, maxHostCPUs))
		n = min(n, maxHostCPUs)
	}
	return n
}

func (s *session) handleNode(m *driver.Mux) {
	driver.Handle(m, &protocol.NodeGetInfo, s.nodeGetInfo)
	driver.Handle(m, &protocol.NodeGetFreeMemory, s.nodeGetFreeMemory)
	driver.Handle(m, &protocol.NodeGetCellsFreeMemory, s.nodeGetCellsFreeMemory)
	driver.Handle(m, &protocol.NodeGetFreePages, s.nodeGetFreePages)
	driver.Handle(m, &protocol.NodeGetCPUMap, s.nodeGetCPUMap)
	driver.Handle(m, &protocol.NodeGetCPUStats, s.nodeGetCPUStats)
	driver.Handle(m, &protocol.NodeGetSecurityModel, s.nodeGetSecurityModel)
}

func (s *session) nodeGetInfo(context.Context) (*protocol.NodeGetInfoReply, error) {
	r := &protocol.NodeGetInfoReply{
		Memory: s.machine.Memory, CPUs: int32(s.machine.CPUs), MHz: int32(s.machine.MHz), Nodes: int32(s.machine.Nodes),
		Sockets: int32(s.machine.Sockets), Cores: int32(s.machine.Cores), Threads: int32(s.machine.Threads),
	}
	copy(r.Model[:], s.machine.Model)
	return r, nil
}

func (s *session) nodeGetFreeMemory(context.Context) (*protocol.NodeGetFreeMemoryReply, error) {
	var kib uint64
	for _, c := range s.cells {
		kib += c.free
	}
	if kib == 0 { // what libvirt takes for a failure
		return nil, errUnknown()
	}
	return &protocol.NodeGetFreeMemoryReply{FreeMem: kib * 1024}, nil
}

func (s *session) nodeGetCellsFreeMemory(_ context.Context, a *protocol.NodeGetCellsFreeMemoryArgs) (*protocol.NodeGetCellsFreeMemoryReply, error) {
	const function = "virNodeGetCellsFreeMemory"
	if a.StartCell < 0 {
		return nil, argument(virt.FromDomain, "startCell in "+function+" must be zero or greater", function, "startCell")
	}
	if a.MaxCells <= 0 {
		return nil, argument(virt.FromDomain, "maxCells in "+function+" must be greater than zero", function, "maxCells")
	}
	cells := s.cells
	if int(a.StartCell) >= len(cells) {
		return nil, errorf(virt.ErrInvalidArg, "Range exceeds available cells")
	}
	r := &protocol.NodeGetCellsFreeMemoryReply{}
	for i := int(a.StartCell); i < len(cells) && len(r.Cells) < int(a.MaxCells); i++ {
		r.Cells = append(r.Cells, cells[i].memory*1024)
	}
	return r, nil
}

// nodeGetFreePages makes up the numbers of free pages by one rule, whatever the
// sizes and the cells. A libvirtd takes them for an error of its test driver; in
// one process with its client libvirt gives them.
func (s *session) nodeGetFreePages(_ context.Context, a *protocol.NodeGetFreePagesArgs) (*protocol.NodeGetFreePagesReply, error) {
	const function = "virNodeGetFreePages"
	switch {
	case len(a.Pages) == 0:
		return nil, errZero(function, "npages")
	case a.CellCount == 0:
		return nil, errZero(function, "cellCount")
	}
	if err := checkFlags(a.Flags, noFlags, "testNodeGetFreePages"); err != nil {
		return nil, err
	}
	n := uint64(len(a.Pages)) * uint64(a.CellCount)
	if n > protocol.NodeMaxCells {
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "the result array 'counts' would exceed %d numbers", protocol.NodeMaxCells)
	}
	r := &protocol.NodeGetFreePagesReply{}
	count := uint32(6) // before the first; it may wrap around
	for range n {
		count = 2*count + 7
		r.Counts = append(r.Counts, uint64(count))
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
