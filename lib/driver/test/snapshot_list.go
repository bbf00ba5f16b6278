package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) handleSnapshotLists(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainSnapshotNum, s.domainSnapshotNum)
	driver.Handle(m, &protocol.DomainSnapshotListNames, s.domainSnapshotListNames)
	driver.Handle(m, &protocol.DomainListAllSnapshots, s.domainListAllSnapshots)
	driver.Handle(m, &protocol.DomainSnapshotNumChildren, s.domainSnapshotNumChildren)
	driver.Handle(m, &protocol.DomainSnapshotListChildrenNames, s.domainSnapshotListChildrenNames)
	driver.Handle(m, &protocol.DomainSnapshotListAllChildren, s.domainSnapshotListAllChildren)
}

// snapshotFilters are groups of flags that pick snapshots.
func snapshotFilters() [][]filter[snapshot] {
	all := func(*snapshot) bool { return true }
	not := func(f func(*snapshot) bool) func(*snapshot) bool { return func(x *snapshot) bool { return !f(x) } }
	inState := func(state string) func(*snapshot) bool {
		return func(x *snapshot) bool { return x.def.State() == state }
	}
	offline := func(x *snapshot) bool { return x.def.Offline() }
	external := func(x *snapshot) bool { return x.def.External() }
	leaves := leafFilters[*model.Snapshot](uint32(virt.DomainSnapshotListLeaves), uint32(virt.DomainSnapshotListNoLeaves))
	return append(leaves, [][]filter[snapshot]{
		{{uint32(virt.DomainSnapshotListMetadata), all}, {uint32(virt.DomainSnapshotListNoMetadata), not(all)}},
		{
			{uint32(virt.DomainSnapshotListInactive), inState(model.StateShutoff)},
			{uint32(virt.DomainSnapshotListActive), not(offline)},
			{uint32(virt.DomainSnapshotListDiskOnly), inState(model.StateDiskSnapshot)},
		},
		{{uint32(virt.DomainSnapshotListInternal), not(external)}, {uint32(virt.DomainSnapshotListExternal), external}},
	}...)
}

// checkSnapshotFilters refuses the flags that no list of snapshots has.
func checkSnapshotFilters(flags uint32, function string) error {
	order := uint32(virt.DomainSnapshotListRoots | virt.DomainSnapshotListTopological)
	return checkFlags(flags, known(snapshotFilters())|order, function)
}

// snapshotsOf returns the snapshots of a domain that the flags pick.
func (h *host) snapshotsOf(dom protocol.Domain, flags uint32) ([]protocol.DomainSnapshot, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, err := h.domain(dom)
	if err != nil {
		return nil, err
	}
	return snapshotRefs(dom, d.snapshots.list(nil, flags, snapshotFilters())), nil
}

// snapshotsFrom returns the snapshots based on another that the flags pick.
func (h *host) snapshotsFrom(ref protocol.DomainSnapshot, flags uint32) ([]protocol.DomainSnapshot, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	d, x, err := h.snapshot(ref)
	if err != nil {
		return nil, err
	}
	return snapshotRefs(ref.Dom, d.snapshots.list(x, flags, snapshotFilters())), nil
}

func snapshotRefs(dom protocol.Domain, list []*snapshot) []protocol.DomainSnapshot {
	var refs []protocol.DomainSnapshot
	for _, x := range list {
		refs = append(refs, snapshotRef(dom, x))
	}
	return refs
}

// snapshotNames returns the first names, as many as a client has room for.
func snapshotNames(list []protocol.DomainSnapshot, room int32) []string {
	var names []string
	for _, x := range firstN(list, room) {
		names = append(names, x.Name)
	}
	return names
}

// wanted returns a list where a client wants it, and not only its length.
func wanted[T any](list []T, needResults int32) []T {
	if needResults == 0 {
		return nil
	}
	return list
}

func (s *session) domainSnapshotNum(_ context.Context, a *protocol.DomainSnapshotNumArgs) (*protocol.DomainSnapshotNumReply, error) {
	if err := checkSnapshotFilters(a.Flags, "testDomainSnapshotNum"); err != nil {
		return nil, err
	}
	list, err := s.snapshotsOf(a.Dom, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotNumReply{Num: int32(len(list))}, nil
}

func (s *session) domainSnapshotListNames(_ context.Context, a *protocol.DomainSnapshotListNamesArgs) (*protocol.DomainSnapshotListNamesReply, error) {
	if err := checkSnapshotFilters(a.Flags, "testDomainSnapshotListNames"); err != nil {
		return nil, err
	}
	list, err := s.snapshotsOf(a.Dom, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotListNamesReply{Names: snapshotNames(list, a.MaxNames)}, nil
}

func (s *session) domainListAllSnapshots(_ context.Context, a *protocol.DomainListAllSnapshotsArgs) (*protocol.DomainListAllSnapshotsReply, error) {
	if err := checkSnapshotFilters(a.Flags, "testDomainListAllSnapshots"); err != nil {
		return nil, err
	}
	list, err := s.snapshotsOf(a.Dom, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainListAllSnapshotsReply{Snapshots: wanted(list, a.NeedResults), Ret: int32(len(list))}, nil
}

func (s *session) domainSnapshotNumChildren(_ context.Context, a *protocol.DomainSnapshotNumChildrenArgs) (*protocol.DomainSnapshotNumChildrenReply, error) {
	if err := checkSnapshotFilters(a.Flags, "testDomainSnapshotNumChildren"); err != nil {
		return nil, err
	}
	list, err := s.snapshotsFrom(a.Snap, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotNumChildrenReply{Num: int32(len(list))}, nil
}

func (s *session) domainSnapshotListChildrenNames(_ context.Context, a *protocol.DomainSnapshotListChildrenNamesArgs) (*protocol.DomainSnapshotListChildrenNamesReply, error) {
	if err := checkSnapshotFilters(a.Flags, "testDomainSnapshotListChildrenNames"); err != nil {
		return nil, err
	}
	list, err := s.snapshotsFrom(a.Snap, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotListChildrenNamesReply{Names: snapshotNames(list, a.MaxNames)}, nil
}

func (s *session) domainSnapshotListAllChildren(_ context.Context, a *protocol.DomainSnapshotListAllChildrenArgs) (*protocol.DomainSnapshotListAllChildrenReply, error) {
	if err := checkSnapshotFilters(a.Flags, "testDomainSnapshotListAllChildren"); err != nil {
		return nil, err
	}
	list, err := s.snapshotsFrom(a.Snapshot, a.Flags)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotListAllChildrenReply{Snapshots: wanted(list, a.NeedResults), Ret: int32(len(list))}, nil
}
