package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// snapshot is a snapshot of a domain of the host.
type snapshot = moment[*model.Snapshot]

func (s *session) handleSnapshots(m *driver.Mux) {
	driver.Handle(m, &protocol.DomainSnapshotCreateXML, s.domainSnapshotCreateXML)
	driver.Handle(m, &protocol.DomainSnapshotDelete, s.domainSnapshotDelete)
	driver.Handle(m, &protocol.DomainRevertToSnapshot, s.domainRevertToSnapshot)
	driver.Handle(m, &protocol.DomainSnapshotGetXMLDesc, s.domainSnapshotGetXMLDesc)
	driver.Handle(m, &protocol.DomainSnapshotLookupByName, s.domainSnapshotLookupByName)
	driver.Handle(m, &protocol.DomainSnapshotGetParent, s.domainSnapshotGetParent)
	driver.Handle(m, &protocol.DomainHasCurrentSnapshot, s.domainHasCurrentSnapshot)
	driver.Handle(m, &protocol.DomainSnapshotCurrent, s.domainSnapshotCurrent)
	driver.Handle(m, &protocol.DomainSnapshotIsCurrent, s.domainSnapshotIsCurrent)
	driver.Handle(m, &protocol.DomainSnapshotHasMetadata, s.domainSnapshotHasMetadata)
}

// snapshotRef returns a snapshot as it is named on the wire. The domain is as the
// client named it.
func snapshotRef(dom protocol.Domain, x *snapshot) protocol.DomainSnapshot {
	return protocol.DomainSnapshot{Name: x.def.Name(), Dom: dom}
}

// snapshot finds the snapshot that a client means.
func (h *host) snapshot(ref protocol.DomainSnapshot) (*domain, *snapshot, error) {
	d, err := h.domain(ref.Dom)
	if err != nil {
		return nil, nil, err
	}
	x := d.snapshots.find(ref.Name)
	if x == nil {
		return nil, nil, errNoSnapshot("no domain snapshot with matching name '%s'", ref.Name)
	}
	return d, x, nil
}

func errNoSnapshot(format string, args ...any) error {
	return errorf(virt.ErrNoDomainSnapshot, format, args...)
}

func (s *session) domainSnapshotGetXMLDesc(_ context.Context, a *protocol.DomainSnapshotGetXMLDescArgs) (*protocol.DomainSnapshotGetXMLDescReply, error) {
	if err := checkFlags(a.Flags, virt.DomainSnapshotXMLSecure, "testDomainSnapshotGetXMLDesc"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, x, err := s.snapshot(a.Snap)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotGetXMLDescReply{XML: x.def.XML(a.Flags&uint32(virt.DomainSnapshotXMLSecure) != 0)}, nil
}

func (s *session) domainSnapshotLookupByName(_ context.Context, a *protocol.DomainSnapshotLookupByNameArgs) (*protocol.DomainSnapshotLookupByNameReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainSnapshotLookupByName"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	_, x, err := s.snapshot(protocol.DomainSnapshot{Name: a.Name, Dom: a.Dom})
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotLookupByNameReply{Snap: snapshotRef(a.Dom, x)}, nil
}

func (s *session) domainSnapshotGetParent(_ context.Context, a *protocol.DomainSnapshotGetParentArgs) (*protocol.DomainSnapshotGetParentReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainSnapshotGetParent"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.snapshot(a.Snap)
	if err != nil {
		return nil, err
	}
	parent := d.snapshots.parentOf(x)
	if parent == nil {
		return nil, errNoSnapshot("snapshot '%s' does not have a parent", x.def.Name())
	}
	return &protocol.DomainSnapshotGetParentReply{Snap: snapshotRef(a.Snap.Dom, parent)}, nil
}

func (s *session) domainHasCurrentSnapshot(_ context.Context, a *protocol.DomainHasCurrentSnapshotArgs) (*protocol.DomainHasCurrentSnapshotReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainHasCurrentSnapshot"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainHasCurrentSnapshotReply{Result: cBool(d.snapshots.current != nil)}, nil
}

func (s *session) domainSnapshotCurrent(_ context.Context, a *protocol.DomainSnapshotCurrentArgs) (*protocol.DomainSnapshotCurrentReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainSnapshotCurrent"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	if d.snapshots.current == nil {
		return nil, errNoSnapshot("the domain does not have a current snapshot")
	}
	return &protocol.DomainSnapshotCurrentReply{Snap: snapshotRef(a.Dom, d.snapshots.current)}, nil
}

func (s *session) domainSnapshotIsCurrent(_ context.Context, a *protocol.DomainSnapshotIsCurrentArgs) (*protocol.DomainSnapshotIsCurrentReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainSnapshotIsCurrent"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.snapshot(a.Snap)
	if err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotIsCurrentReply{Current: cBool(d.snapshots.current == x)}, nil
}

// domainSnapshotHasMetadata says yes of every snapshot: all that there is of them
// is what the host remembers.
func (s *session) domainSnapshotHasMetadata(_ context.Context, a *protocol.DomainSnapshotHasMetadataArgs) (*protocol.DomainSnapshotHasMetadataReply, error) {
	if err := checkFlags(a.Flags, noFlags, "testDomainSnapshotHasMetadata"); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, _, err := s.snapshot(a.Snap); err != nil {
		return nil, err
	}
	return &protocol.DomainSnapshotHasMetadataReply{Metadata: 1}, nil
}

func (s *session) domainSnapshotDelete(_ context.Context, a *protocol.DomainSnapshotDeleteArgs) error {
	has := func(f virt.DomainSnapshotDeleteFlags) bool { return a.Flags&uint32(f) != 0 }
	if has(virt.DomainSnapshotDeleteChildren) && has(virt.DomainSnapshotDeleteChildrenOnly) {
		return errSnapshotExclusive("VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN", "VIR_DOMAIN_SNAPSHOT_DELETE_CHILDREN_ONLY")
	}
	if err := checkFlags(a.Flags, virt.DomainSnapshotDeleteChildren|virt.DomainSnapshotDeleteChildrenOnly, "testDomainSnapshotDelete"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.snapshot(a.Snap)
	if err != nil {
		return err
	}
	d.snapshots.delete(x, has(virt.DomainSnapshotDeleteChildren), has(virt.DomainSnapshotDeleteChildrenOnly))
	return nil
}

// errSnapshotExclusive is errExclusive of the flags of snapshots.
func errSnapshotExclusive(a, b string) error {
	return errFlags(virt.FromDomainSnapshot, "Flags '%s' and '%s' are mutually exclusive", a, b)
}
