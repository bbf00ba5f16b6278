package test

import (
	"context"
	"slices"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// domain is one domain of the host.
type domain struct {
	def        *model.Domain // what runs, or would be started
	next       *model.Domain // what the next start would use, where that differs; nil otherwise
	id         int32         // -1 when it does not run
	persistent bool
	autostart  bool
	saved      bool // by a managed save
	state      virt.DomainState
	reason     int32
	snapshots  moments[*model.Snapshot]

	checkpoints moments[*model.Checkpoint]
	polling     []polling // of the threads for disks that were added
	guest       guest
}

// newDomain makes a domain that does not run and is not kept.
func newDomain(def *model.Domain) *domain {
	return &domain{def: def, id: -1, state: virt.DomainShutoff, guest: newGuest()}
}

func (d *domain) active() bool { return d.id >= 0 }

// config returns the definition that the next start would use.
func (d *domain) config() *model.Domain {
	if d.next != nil {
		return d.next
	}
	return d.def
}

func (d *domain) setState(s virt.DomainState, reason int32) { d.state, d.reason = s, reason }

// ref returns the domain as it is named on the wire.
func (d *domain) ref() protocol.Domain {
	return protocol.Domain{Name: d.def.Name(), UUID: d.def.UUID(), ID: d.id}
}

// domain finds the domain that a client means. Its UUID is what counts.
func (h *host) domain(ref protocol.Domain) (*domain, error) {
	if d := h.domainByUUID(ref.UUID); d != nil {
		return d, nil
	}
	return nil, errorf(virt.ErrNoDomain, "no domain with matching uuid '%s' (%s)", ref.UUID, ref.Name)
}

// activeDomain finds a domain that must run.
func (h *host) activeDomain(ref protocol.Domain) (*domain, error) {
	d, err := h.domain(ref)
	if err == nil && !d.active() {
		err = errNotRunning()
	}
	return d, err
}

func errNotRunning() error {
	return virt.Errorf(virt.FromDomain, virt.ErrOperationInvalid, "domain is not running")
}

func (h *host) findDomain(match func(*domain) bool) *domain {
	if i := slices.IndexFunc(h.domains, match); i >= 0 {
		return h.domains[i]
	}
	return nil
}

func (h *host) domainByUUID(u virt.UUID) *domain {
	return h.findDomain(func(d *domain) bool { return d.def.UUID() == u })
}

func (h *host) domainByName(name string) *domain {
	return h.findDomain(func(d *domain) bool { return d.def.Name() == name })
}

func (h *host) removeDomain(d *domain) {
	h.domains = slices.DeleteFunc(h.domains, func(x *domain) bool { return x == d })
}

// domainFilters are groups of flags that pick domains: of each group that a
// client names some of, one must match.
func domainFilters() [][]filter[domain] {
	has := func(f func(*domain) bool) func(*domain) bool { return f }
	not := func(f func(*domain) bool) func(*domain) bool { return func(d *domain) bool { return !f(d) } }
	active := has((*domain).active)
	persistent := has(func(d *domain) bool { return d.persistent })
	in := func(s ...virt.DomainState) func(*domain) bool {
		return func(d *domain) bool { return slices.Contains(s, d.state) }
	}
	autostart := has(func(d *domain) bool { return d.autostart })
	saved := has(func(d *domain) bool { return d.saved })
	checkpoints := has(func(d *domain) bool { return len(d.checkpoints.root.kids) > 0 })
	snapshots := has(func(d *domain) bool { return len(d.snapshots.root.kids) > 0 })
	return [][]filter[domain]{
		{{uint32(virt.ConnectListDomainsActive), active}, {uint32(virt.ConnectListDomainsInactive), not(active)}},
		{{uint32(virt.ConnectListDomainsPersistent), persistent}, {uint32(virt.ConnectListDomainsTransient), not(persistent)}},
		{
			{uint32(virt.ConnectListDomainsRunning), in(virt.DomainRunning)},
			{uint32(virt.ConnectListDomainsPaused), in(virt.DomainPaused)},
			{uint32(virt.ConnectListDomainsShutoff), in(virt.DomainShutoff)},
			{uint32(virt.ConnectListDomainsOther), not(in(virt.DomainRunning, virt.DomainPaused, virt.DomainShutoff))},
		},
		{{uint32(virt.ConnectListDomainsManagedsave), saved}, {uint32(virt.ConnectListDomainsNoManagedsave), not(saved)}},
		{{uint32(virt.ConnectListDomainsAutostart), autostart}, {uint32(virt.ConnectListDomainsNoAutostart), not(autostart)}},
		{{uint32(virt.ConnectListDomainsHasSnapshot), snapshots}, {uint32(virt.ConnectListDomainsNoSnapshot), not(snapshots)}},
		{{uint32(virt.ConnectListDomainsHasCheckpoint), checkpoints}, {uint32(virt.ConnectListDomainsNoCheckpoint), not(checkpoints)}},
	}
}

// filter is a flag and what it picks.
type filter[T any] struct {
	flag  uint32
	match func(*T) bool
}

// pick returns the items that the flags ask for.
func pick[T any](items []*T, flags uint32, groups [][]filter[T]) []*T {
	var picked []*T
	for _, x := range items {
		ok := true
		for _, g := range groups {
			named, matched := false, false
			for _, f := range g {
				if flags&f.flag != 0 {
					named = true
					matched = matched || f.match(x)
				}
			}
			ok = ok && (!named || matched)
		}
		if ok {
			picked = append(picked, x)
		}
	}
	return picked
}

// known returns the flags of all groups.
func known[T any](groups [][]filter[T]) uint32 {
	var all uint32
	for _, g := range groups {
		for _, f := range g {
			all |= f.flag
		}
	}
	return all
}

func (s *session) handleDomainLists(m *driver.Mux) {
	driver.Handle(m, &protocol.ConnectListAllDomains, s.connectListAllDomains)
	driver.Handle(m, &protocol.ConnectNumOfDomains, s.connectNumOfDomains)
	driver.Handle(m, &protocol.ConnectListDomains, s.connectListDomains)
	driver.Handle(m, &protocol.ConnectNumOfDefinedDomains, s.connectNumOfDefinedDomains)
	driver.Handle(m, &protocol.ConnectListDefinedDomains, s.connectListDefinedDomains)
	driver.Handle(m, &protocol.DomainLookupByID, s.domainLookupByID)
	driver.Handle(m, &protocol.DomainLookupByUUID, s.domainLookupByUUID)
	driver.Handle(m, &protocol.DomainLookupByName, s.domainLookupByName)
}

func (s *session) connectListAllDomains(_ context.Context, a *protocol.ConnectListAllDomainsArgs) (*protocol.ConnectListAllDomainsReply, error) {
	groups := domainFilters()
	if err := checkFlags(a.Flags, known(groups), "testConnectListAllDomains"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	list := pick(s.domains, a.Flags, groups)
	r := &protocol.ConnectListAllDomainsReply{Ret: uint32(len(list))}
	for _, d := range list {
		if a.NeedResults != 0 {
			r.Domains = append(r.Domains, d.ref())
		}
	}
	return r, nil
}

// domainsWhere returns the domains that run, or those that do not.
func (h *host) domainsWhere(active bool) []*domain {
	var list []*domain
	for _, d := range h.domains {
		if d.active() == active {
			list = append(list, d)
		}
	}
	return list
}

func (s *session) connectNumOfDomains(context.Context) (*protocol.ConnectNumOfDomainsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfDomainsReply{Num: int32(len(s.domainsWhere(true)))}, nil
}

func (s *session) connectListDomains(_ context.Context, a *protocol.ConnectListDomainsArgs) (*protocol.ConnectListDomainsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &protocol.ConnectListDomainsReply{}
	for _, d := range firstN(s.domainsWhere(true), a.MaxIDs) {
		r.IDs = append(r.IDs, d.id)
	}
	return r, nil
}

func (s *session) connectNumOfDefinedDomains(context.Context) (*protocol.ConnectNumOfDefinedDomainsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return &protocol.ConnectNumOfDefinedDomainsReply{Num: int32(len(s.domainsWhere(false)))}, nil
}

func (s *session) connectListDefinedDomains(_ context.Context, a *protocol.ConnectListDefinedDomainsArgs) (*protocol.ConnectListDefinedDomainsReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := &protocol.ConnectListDefinedDomainsReply{}
	for _, d := range firstN(s.domainsWhere(false), a.MaxNames) {
		r.Names = append(r.Names, d.def.Name())
	}
	return r, nil
}

// firstN returns the first items, as many as a client has room for.
func firstN[T any](items []T, n int32) []T { return items[:min(len(items), max(0, int(n)))] }

func (s *session) domainLookupByID(_ context.Context, a *protocol.DomainLookupByIDArgs) (*protocol.DomainLookupByIDReply, error) {
	if a.ID < 0 {
		return nil, argument(virt.FromDomain, "id in virDomainLookupByID must be zero or greater", "virDomainLookupByID", "id")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.findDomain(func(d *domain) bool { return d.active() && d.id == a.ID })
	if d == nil {
		return nil, errNoDomain()
	}
	return &protocol.DomainLookupByIDReply{Dom: d.ref()}, nil
}

func (s *session) domainLookupByUUID(_ context.Context, a *protocol.DomainLookupByUUIDArgs) (*protocol.DomainLookupByUUIDReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.domainByUUID(a.UUID)
	if d == nil {
		return nil, errNoDomain()
	}
	return &protocol.DomainLookupByUUIDReply{Dom: d.ref()}, nil
}

func (s *session) domainLookupByName(_ context.Context, a *protocol.DomainLookupByNameArgs) (*protocol.DomainLookupByNameReply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.domainByName(a.Name)
	if d == nil {
		return nil, errNoDomain()
	}
	return &protocol.DomainLookupByNameReply{Dom: d.ref()}, nil
}

// errNoDomain is the error of a look-up, which names nothing.
func errNoDomain() error { return errorf(virt.ErrNoDomain, "") }
