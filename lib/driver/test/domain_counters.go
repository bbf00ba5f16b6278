package test

import (
	"context"
	"math"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainCounters(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetCPUStats, s.domainGetCPUStats)
	driver.Handle(m, &protocol.DomainGetDiskErrors, s.domainGetDiskErrors)
	driver.Handle(m, &protocol.DomainMemoryPeek, s.domainMemoryPeek)
}

// What every domain has used of all CPUs together, in nanoseconds, and how much
// of a CPU's share its virtual CPUs have not used.
const (
	allCPUTime    = 48772617035
	allUserTime   = 5540000000
	allSystemTime = 6460000000
	notVcpuTime   = 1234567890
)

// cpuStats returns what a domain has used of one of cpus CPUs, or of all of them
// where cpu is below 0, in nanoseconds.
func cpuStats(cpu int32, cpus int64) []virt.TypedParam {
	if cpu < 0 {
		return []virt.TypedParam{
			{Name: virt.DomainCPUStatsCputime, Value: virt.UllongValue(allCPUTime)},
			{Name: virt.DomainCPUStatsUsertime, Value: virt.UllongValue(allUserTime)},
			{Name: virt.DomainCPUStatsSystemtime, Value: virt.UllongValue(allSystemTime)},
		}
	}
	time := uint64(allCPUTime/cpus) + uint64(cpu)
	return []virt.TypedParam{
		{Name: virt.DomainCPUStatsCputime, Value: virt.UllongValue(time)},
		{Name: virt.DomainCPUStatsVcputime, Value: virt.UllongValue(time - notVcpuTime)},
	}
}

func (s *session) domainGetCPUStats(_ context.Context, a *protocol.DomainGetCPUStatsArgs) (*protocol.DomainGetCPUStatsReply, error) {
	const function = "virDomainGetCPUStats"
	switch {
	case a.StartCPU == -1 && a.NCPUs != 1:
		return nil, argument(virt.FromDomain, "ncpus must be 1 when start_cpu is -1", function, "ncpus")
	case a.StartCPU < -1:
		return nil, argument(virt.FromDomain, "start_cpu in "+function+" must be zero or greater", function, "start_cpu")
	case a.NParams > 0 && a.NCPUs == 0:
		return nil, errNull(function, "params")
	}
	if err := checkFlags(a.Flags, virt.TypedParamStringOkay, "testDomainGetCPUStats"); err != nil {
		return nil, err
	}
	if err := s.ifActive(a.Dom); err != nil {
		return nil, err
	}
	cpus := max(int64(s.machine.Cores), 1) // of one socket, as libvirt counts here
	all := cpuStats(a.StartCPU, cpus)
	switch {
	case int64(a.StartCPU) >= cpus && a.NParams > 0:
		return nil, errorf(virt.ErrInvalidArg, "start_cpu %d larger than maximum of %d", a.StartCPU, cpus-1)
	case a.NCPUs == 0: // how many CPUs there are
		return &protocol.DomainGetCPUStatsReply{NParams: int32(min(cpus, math.MaxInt32))}, nil
	case a.NParams == 0: // how many numbers there are of each
		return &protocol.DomainGetCPUStatsReply{NParams: int32(len(all))}, nil
	}
	room := int(min(a.NParams, math.MaxInt32))
	r := &protocol.DomainGetCPUStatsReply{NParams: int32(min(len(all), room))}
	last := min(int64(a.StartCPU)+int64(a.NCPUs), cpus)
	for cpu := a.StartCPU; int64(cpu) < last; cpu++ {
		r.Params = append(r.Params, cpuStats(cpu, cpus)[:r.NParams]...)
	}
	return r, nil
}

// domainGetDiskErrors makes up an error for each disk: the one and the other by
// turns.
func (s *session) domainGetDiskErrors(_ context.Context, a *protocol.DomainGetDiskErrorsArgs) (*protocol.DomainGetDiskErrorsReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainGetDiskErrors"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return nil, err
	}
	disks := d.def.Disks()
	if a.MaxErrors == 0 {
		return &protocol.DomainGetDiskErrorsReply{NErrors: int32(len(disks))}, nil
	}
	errs := []virt.DomainDiskErrorCode{virt.DomainDiskErrorUnspec, virt.DomainDiskErrorNoSpace}
	r := &protocol.DomainGetDiskErrorsReply{}
	for i, disk := range disks {
		if uint32(i) < a.MaxErrors {
			r.Errors = append(r.Errors, protocol.DomainDiskError{Disk: disk.Target, Error: int32(errs[i%len(errs)])})
		}
	}
	r.NErrors = int32(len(r.Errors))
	return r, nil
}

// domainMemoryPeek shows a memory in which each byte is the low byte of its
// address.
func (s *session) domainMemoryPeek(_ context.Context, a *protocol.DomainMemoryPeekArgs) (*protocol.DomainMemoryPeekReply, error) {
	both := uint32(virt.MemoryVirtual | virt.MemoryPhysical)
	if a.Flags&both == both {
		return nil, errExclusive("VIR_MEMORY_VIRTUAL", "VIR_MEMORY_PHYSICAL")
	}
	if err := checkFlags(a.Flags, both, "testDomainMemoryPeek"); err != nil {
		return nil, err
	}
	switch {
	case a.Flags == 0:
		return nil, errorf(virt.ErrInvalidArg, "flags parameter must be VIR_MEMORY_VIRTUAL or VIR_MEMORY_PHYSICAL")
	case a.Size > protocol.DomainMemoryPeekBufferMax:
		return nil, virt.Errorf(virt.FromRPC, virt.ErrInternalError, "size too large")
	}
	if err := s.ifActive(a.Dom); err != nil {
		return nil, err
	}
	r := &protocol.DomainMemoryPeekReply{Buffer: make([]byte, a.Size)}
	for i := range r.Buffer {
		r.Buffer[i] = byte(a.Offset + uint64(i))
	}
	return r, nil
}
