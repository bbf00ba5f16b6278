package test

import (
	"context"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainCPUs(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainGetVcpus, s.domainGetVcpus)
	driver.Handle(m, &protocol.DomainGetVcpusFlags, s.domainGetVcpusFlags)
	driver.Handle(m, &protocol.DomainGetMaxVcpus, s.domainGetMaxVcpus)
	driver.Handle(m, &protocol.DomainGetVcpuPinInfo, s.domainGetVcpuPinInfo)
}

// maxMaps bounds what a client may ask for (VIR_CPUMAPS_MAX).
const maxMaps = 8 << 20

// pins returns the host CPUs that each virtual CPU may run on, one row of
// maplen bytes each, in a map of rows rows.
func (h *host) pins(def *model.Domain, vcpus int, rows, maplen int32) []byte {
	pinned := def.VcpuPins()
	size := int64(rows) * int64(maplen)
	if size <= 0 || size > maxMaps {
		return nil
	}
	maps := make([]byte, size)
	for i := range min(vcpus, int(rows)) {
		row := virt.NewCPUMap(h.hostCPUs())
		if list, ok := pinned[i]; ok {
			if m, err := virt.ParseCPUMap(list); err == nil {
				copy(row, m)
			}
		} else {
			for cpu := range h.hostCPUs() {
				row.Set(cpu)
			}
		}
		copy(maps[i*int(maplen):(i+1)*int(maplen)], row)
	}
	return maps
}

func (s *session) domainGetVcpus(_ context.Context, a *protocol.DomainGetVcpusArgs) (*protocol.DomainGetVcpusReply, error) {
	if a.MaxInfo <= 0 {
		return nil, argument(virt.FromDomain, "info in virDomainGetVcpus must not be NULL", "virDomainGetVcpus", "info")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	if !d.active() {
		return nil, errorf(virt.ErrOperationInvalid, "cannot list vcpus for an inactive domain")
	}
	n := min(d.def.Vcpus(), int(a.MaxInfo))
	r := &protocol.DomainGetVcpusReply{CPUMaps: s.pins(d.def, n, a.MaxInfo, a.MapLen)}
	width := len(virt.NewCPUMap(s.hostCPUs()))
	all := virt.NewCPUMaps(s.pins(d.def, n, int32(n), int32(width)), width)
	for i := range n {
		on := all.Row(i)
		r.Info = append(r.Info, protocol.VcpuInfo{
			Number: uint32(i), State: int32(virt.VcpuRunning), CPU: int32(on.Last()),
			CPUTime: uint64(time.Now().UnixMicro()) / 10, // grows with the clock
		})
	}
	return r, nil
}

func (s *session) domainGetVcpusFlags(_ context.Context, a *protocol.DomainGetVcpusFlagsArgs) (*protocol.DomainGetVcpusFlagsReply, error) {
	if err := checkFlags(a.Flags, virt.DomainVcpuLive|virt.DomainVcpuConfig|virt.DomainVcpuMaximum, "testDomainGetVcpusFlags"); err != nil {
		return nil, err
	}
	n, err := s.vcpus(a.Dom, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetVcpusFlagsReply{Num: int32(n)}, nil
}

func (s *session) domainGetMaxVcpus(_ context.Context, a *protocol.DomainGetMaxVcpusArgs) (*protocol.DomainGetMaxVcpusReply, error) {
	n, err := s.vcpus(a.Dom, uint32(virt.DomainVcpuLive|virt.DomainVcpuMaximum))
	if err != nil {
		return nil, err
	}
	return &protocol.DomainGetMaxVcpusReply{Num: int32(n)}, nil
}

func (s *session) vcpus(ref protocol.Domain, flags uint32) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(ref)
	if err != nil {
		return 0, err
	}
	def, err := d.oneDef(flags)
	switch {
	case err != nil:
		return 0, err
	case flags&uint32(virt.DomainVcpuMaximum) != 0:
		return def.MaxVcpus(), nil
	}
	return def.Vcpus(), nil
}

func (s *session) domainGetVcpuPinInfo(_ context.Context, a *protocol.DomainGetVcpuPinInfoArgs) (*protocol.DomainGetVcpuPinInfoReply, error) {
	if a.NCPUMaps <= 0 {
		return nil, argument(virt.FromDomain, "ncpumaps in virDomainGetVcpuPinInfo must be greater than zero", "virDomainGetVcpuPinInfo", "ncpumaps")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	def, err := d.oneDef(a.Flags)
	if err != nil {
		return nil, err
	}
	n := min(def.MaxVcpus(), int(a.NCPUMaps))
	return &protocol.DomainGetVcpuPinInfoReply{CPUMaps: s.pins(def, n, a.NCPUMaps, a.MapLen), Num: int32(n)}, nil
}
