package test

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleDomainStats(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectGetAllDomainStats, s.connectGetAllDomainStats)
	driver.Handle(m, &protocol.DomainBlockStats, s.domainBlockStats)
	driver.Handle(m, &protocol.DomainInterfaceStats, s.domainInterfaceStats)
	driver.Handle(m, &protocol.DomainGetBlockInfo, s.domainGetBlockInfo)
	driver.Handle(m, &protocol.DomainMemoryStats, s.domainMemoryStats)
	driver.Handle(m, &protocol.DomainSetMemoryStatsPeriod, s.domainSetMemoryStatsPeriod)
	driver.Handle(m, &protocol.DomainInterfaceAddresses, s.domainInterfaceAddresses)
}

// statFilters are the filters of domainFilters that bulk statistics have.
func statFilters() [][]filter[domain] { return domainFilters()[:3] }

func (s *session) connectGetAllDomainStats(_ context.Context, a *protocol.ConnectGetAllDomainStatsArgs) (*protocol.ConnectGetAllDomainStatsReply, error) {
	groups := statFilters()
	knownFlags := known(groups) | uint32(virt.ConnectGetAllDomainsStatsEnforceStats|virt.ConnectGetAllDomainsStatsBacking|virt.ConnectGetAllDomainsStatsNowait)
	if err := checkFlags(a.Flags, knownFlags, "testConnectGetAllDomainStats"); err != nil {
		return nil, err
	}
	supported := uint32(virt.DomainStatsState | virt.DomainStatsIOThread)
	if a.Flags&uint32(virt.ConnectGetAllDomainsStatsEnforceStats) != 0 && a.Stats&^supported != 0 {
		return nil, virt.Errorf(virt.FromTest, virt.ErrArgumentUnsupported, "Stats types bits 0x%x are not supported by this daemon", a.Stats&^supported)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.domains
	if len(a.Doms) > 0 {
		list = nil
		for _, ref := range a.Doms {
			if d := s.domainByUUID(ref.UUID); d != nil { // those that are gone meanwhile are left out
				list = append(list, d)
			}
		}
	}
	r := &protocol.ConnectGetAllDomainStatsReply{}
	for _, d := range pick(list, a.Flags, groups) {
		rec := protocol.DomainStatsRecord{Dom: d.ref()}
		if a.Stats == 0 || a.Stats&uint32(virt.DomainStatsState) != 0 {
			rec.Params = []virt.TypedParam{
				{Name: virt.DomainStatsStateState, Value: virt.IntValue(int32(d.state))},
				{Name: virt.DomainStatsStateReason, Value: virt.IntValue(d.reason)},
			}
		}
		if a.Stats == 0 || a.Stats&uint32(virt.DomainStatsIOThread) != 0 {
			rec.Params = append(rec.Params, d.iothreadStats()...)
		}
		r.RetStats = append(r.RetStats, rec)
	}
	return r, nil
}

// counters returns the base of all made-up counters: the clock in microseconds
// and in seconds.
func counters() (micros, seconds int64) {
	now := time.Now()
	return now.UnixMicro(), now.Unix()
}

func (s *session) domainBlockStats(_ context.Context, a *protocol.DomainBlockStatsArgs) (*protocol.DomainBlockStatsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a.Path == "" {
		return nil, errorf(virt.ErrOperationUnsupported, "summary statistics are not supported yet")
	}
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return nil, err
	}
	if findDisk(d.def, a.Path) == nil {
		return nil, errorf(virt.ErrInvalidArg, "invalid path: %s", a.Path)
	}
	micros, seconds := counters()
	return &protocol.DomainBlockStatsReply{
		RdReq: micros / 10, RdBytes: micros / 20, WrReq: micros / 30, WrBytes: micros / 40, Errs: seconds / 2,
	}, nil
}

// findDisk returns the disk that has path as its target or, where that is
// absolute, as its source; nil if there is none.
func findDisk(def *model.Domain, path string) *model.Disk {
	for _, disk := range def.Disks() {
		name := disk.Target
		if strings.HasPrefix(path, "/") {
			name = disk.Source
		}
		if name == path {
			return &disk
		}
	}
	return nil
}

func (s *session) domainInterfaceStats(_ context.Context, a *protocol.DomainInterfaceStatsArgs) (*protocol.DomainInterfaceStatsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return nil, err
	}
	if _, err := findInterface(d.def, a.Device); err != nil {
		return nil, err
	}
	micros, seconds := counters()
	return &protocol.DomainInterfaceStatsReply{
		RxBytes: micros / 10, RxPackets: micros / 100, RxErrs: seconds, RxDrop: seconds / 2,
		TxBytes: micros / 20, TxPackets: micros / 110, TxErrs: seconds / 3, TxDrop: seconds / 4,
	}, nil
}

func (s *session) domainGetBlockInfo(_ context.Context, a *protocol.DomainGetBlockInfoArgs) (*protocol.DomainGetBlockInfoReply, error) {
	if a.Path == "" {
		return nil, argument(virt.FromDomain, "string disk in virDomainGetBlockInfo must not be empty", "virDomainGetBlockInfo", "disk")
	}
	if err := checkFlags(a.Flags, noFlags, "testDomainGetBlockInfo"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	disk := findDisk(d.def, a.Path)
	switch {
	case disk == nil:
		return nil, errorf(virt.ErrInvalidArg, "invalid path %s not assigned to domain", a.Path)
	case disk.Source == "":
		return nil, errorf(virt.ErrInvalidArg, "disk '%s' does not currently have a source assigned", a.Path)
	}
	const size = 1 << 40 // bytes on the host, of every disk
	return &protocol.DomainGetBlockInfoReply{Capacity: 1099506450432, Allocation: size, Physical: size}, nil
}

func (s *session) domainMemoryStats(_ context.Context, a *protocol.DomainMemoryStatsArgs) (*protocol.DomainMemoryStatsReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainMemoryStats"); err != nil {
		return nil, err
	}
	if a.MaxStats == 0 {
		return &protocol.DomainMemoryStatsReply{}, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return nil, err
	}
	if !d.def.HasBalloon() {
		return &protocol.DomainMemoryStatsReply{}, nil
	}
	kib := d.def.Memory()
	const lastUpdate = 627319920 // seconds since 1970, always
	all := []protocol.DomainMemoryStat{
		{Tag: int32(virt.DomainMemoryStatActualBalloon), Val: kib},
		{Tag: int32(virt.DomainMemoryStatSwapIn)},
		{Tag: int32(virt.DomainMemoryStatSwapOut)},
		{Tag: int32(virt.DomainMemoryStatMajorFault)},
		{Tag: int32(virt.DomainMemoryStatMinorFault)},
		{Tag: int32(virt.DomainMemoryStatUnused), Val: kib / 2},
		{Tag: int32(virt.DomainMemoryStatAvailable), Val: kib},
		{Tag: int32(virt.DomainMemoryStatUsable), Val: kib / 2},
		{Tag: int32(virt.DomainMemoryStatLastUpdate), Val: lastUpdate},
		{Tag: int32(virt.DomainMemoryStatDiskCaches), Val: kib / 8},
		{Tag: int32(virt.DomainMemoryStatHugetlbPgalloc)},
		{Tag: int32(virt.DomainMemoryStatHugetlbPgfail)},
		{Tag: int32(virt.DomainMemoryStatRss), Val: kib / 2},
	}
	return &protocol.DomainMemoryStatsReply{Stats: all[:min(len(all), int(a.MaxStats))]}, nil
}

func (s *session) domainSetMemoryStatsPeriod(_ context.Context, a *protocol.DomainSetMemoryStatsPeriodArgs) error {
	if a.Period < 0 {
		return argument(virt.FromDomain, "period in virDomainSetMemoryStatsPeriod must be zero or greater", "virDomainSetMemoryStatsPeriod", "period")
	}
	if err := checkFlags(a.Flags, virt.DomainAffectLive|virt.DomainAffectConfig, "testDomainSetMemoryStatsPeriod"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return err
	}
	def, err := d.oneDef(a.Flags)
	if err != nil {
		return err
	}
	if !def.HasBalloon() {
		return errorf(virt.ErrInternalError, "No memory balloon device configured, can not set the collection period")
	}
	def.SetBalloonPeriod(int(a.Period))
	return nil
}

func (s *session) domainInterfaceAddresses(_ context.Context, a *protocol.DomainInterfaceAddressesArgs) (*protocol.DomainInterfaceAddressesReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainInterfaceAddresses"); err != nil {
		return nil, err
	}
	if a.Source > uint32(virt.DomainInterfaceAddressesSrcARP) {
		return nil, errorf(virt.ErrArgumentUnsupported, "Unknown IP address data source %d", a.Source)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.activeDomain(a.Dom)
	if err != nil {
		return nil, err
	}
	r := &protocol.DomainInterfaceAddressesReply{}
	// Each domain has 20 addresses of a network to itself.
	const perDomain = 20
	for i, iface := range d.def.Interfaces() {
		addr, err := s.interfaceAddress(iface, i, perDomain*(int(d.id)-1)+i+1)
		if err != nil {
			return nil, err
		}
		mac := iface.MAC
		r.Ifaces = append(r.Ifaces, protocol.DomainInterface{Name: iface.Target, HWAddr: &mac, Addrs: []protocol.DomainIPAddr{addr}})
	}
	return r, nil
}

// interfaceAddress makes up the address of a domain's i-th interface: offset
// beyond the first of its network's, where it has one.
func (h *host) interfaceAddress(iface model.Interface, i, offset int) (protocol.DomainIPAddr, error) {
	if iface.Type != "network" {
		return protocol.DomainIPAddr{Type: int32(virt.IPAddrTypeIPv4), Addr: fmt.Sprintf("192.168.0.%d", i+1), Prefix: 24}, nil
	}
	n := h.networkByName(iface.Source)
	if n == nil {
		return protocol.DomainIPAddr{}, errNoNetworkNamed(iface.Source)
	}
	prefix, ok := n.def.GuestAddress()
	if !ok {
		return protocol.DomainIPAddr{}, errorf(virt.ErrInternalError, "network '%s' has no addresses", iface.Source)
	}
	addr := prefix.Addr()
	for range offset {
		addr = addr.Next()
	}
	kind := virt.IPAddrTypeIPv4
	if addr.Is6() {
		kind = virt.IPAddrTypeIPv6
	}
	return protocol.DomainIPAddr{Type: int32(kind), Addr: addr.String(), Prefix: uint32(prefix.Bits())}, nil
}
