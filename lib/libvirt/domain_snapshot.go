package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DomainSnapshot is a handle of a snapshot of a domain: the domain and a name.
type DomainSnapshot struct {
	dom  *Domain
	name string
}

func (d *Domain) snapshot(w *protocol.DomainSnapshot) *DomainSnapshot {
	return &DomainSnapshot{d, w.Name}
}

func (d *Domain) snapshots(ws []protocol.DomainSnapshot) []*DomainSnapshot {
	snaps := make([]*DomainSnapshot, len(ws))
	for i := range ws {
		snaps[i] = d.snapshot(&ws[i])
	}
	return snaps
}

func (s *DomainSnapshot) wire() protocol.DomainSnapshot {
	return protocol.DomainSnapshot{Name: s.name, Dom: s.dom.wire()}
}

// Name returns the name. It asks nobody.
func (s *DomainSnapshot) Name() string { return s.name }

// Domain returns the domain that the snapshot was taken of. It asks nobody.
func (s *DomainSnapshot) Domain() *Domain { return s.dom }

// Conn returns the session that the handle belongs to.
func (s *DomainSnapshot) Conn() *Conn { return s.dom.conn }

// Ref returns what names the snapshot among those of its domain.
func (s *DomainSnapshot) Ref() Ref { return Ref{Kind: "snapshot", Name: s.name} }

// SnapshotNum returns how many snapshots the domain has of those that flags
// choose; without virt.DomainSnapshotListRoots those below others count too.
func (d *Domain) SnapshotNum(ctx context.Context, flags virt.DomainSnapshotListFlags) (int, error) {
	r, err := protocol.DomainSnapshotNum.Call(ctx, d.conn, &protocol.DomainSnapshotNumArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// SnapshotListNames is ListAllSnapshots for the names alone, at most
// protocol.DomainSnapshotListMax of them.
func (d *Domain) SnapshotListNames(ctx context.Context, flags virt.DomainSnapshotListFlags) ([]string, error) {
	r, err := protocol.DomainSnapshotListNames.Call(ctx, d.conn,
		&protocol.DomainSnapshotListNamesArgs{Dom: d.wire(), MaxNames: protocol.DomainSnapshotListMax, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// ListAllSnapshots returns the domain's snapshots that flags choose, all of them
// for none. Of each kind of flag a snapshot must match one.
func (d *Domain) ListAllSnapshots(ctx context.Context, flags virt.DomainSnapshotListFlags) ([]*DomainSnapshot, error) {
	r, err := protocol.DomainListAllSnapshots.Call(ctx, d.conn,
		&protocol.DomainListAllSnapshotsArgs{Dom: d.wire(), NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return d.snapshots(r.Snapshots), nil
}

// LookupSnapshotByName returns the domain's snapshot with a name, or
// virt.ErrNoDomainSnapshot. No flags are defined.
func (d *Domain) LookupSnapshotByName(ctx context.Context, name string, flags uint32) (*DomainSnapshot, error) {
	r, err := protocol.DomainSnapshotLookupByName.Call(ctx, d.conn,
		&protocol.DomainSnapshotLookupByNameArgs{Dom: d.wire(), Name: name, Flags: flags})
	if err != nil {
		return nil, err
	}
	return d.snapshot(&r.Snap), nil
}

// HasCurrentSnapshot reports whether the domain has a current snapshot. No flags
// are defined.
func (d *Domain) HasCurrentSnapshot(ctx context.Context, flags uint32) (bool, error) {
	r, err := protocol.DomainHasCurrentSnapshot.Call(ctx, d.conn, &protocol.DomainHasCurrentSnapshotArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return false, err
	}
	return r.Result != 0, nil
}

// CurrentSnapshot returns the snapshot that the domain's next one goes below,
// or virt.ErrNoDomainSnapshot. No flags are defined.
func (d *Domain) CurrentSnapshot(ctx context.Context, flags uint32) (*DomainSnapshot, error) {
	r, err := protocol.DomainSnapshotCurrent.Call(ctx, d.conn, &protocol.DomainSnapshotCurrentArgs{Dom: d.wire(), Flags: flags})
	if err != nil {
		return nil, err
	}
	return d.snapshot(&r.Snap), nil
}

// CreateSnapshotXML takes a snapshot of the domain. The XML may leave out
// everything, also the name; the handle has the one that the host chose.
func (d *Domain) CreateSnapshotXML(ctx context.Context, xml string, flags virt.DomainSnapshotCreateFlags) (*DomainSnapshot, error) {
	r, err := protocol.DomainSnapshotCreateXML.Call(ctx, d.conn,
		&protocol.DomainSnapshotCreateXMLArgs{Dom: d.wire(), XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return d.snapshot(&r.Snap), nil
}

// XMLDesc returns what the snapshot is, with the domain as it was, as XML.
// virt.DomainSnapshotXMLSecure needs a session that may write.
func (s *DomainSnapshot) XMLDesc(ctx context.Context, flags virt.DomainSnapshotXMLFlags) (string, error) {
	return s.xmlDesc(ctx, s.dom.conn, flags)
}

func (s *DomainSnapshot) xmlDesc(ctx context.Context, c protocol.Invoker, flags virt.DomainSnapshotXMLFlags) (string, error) {
	r, err := protocol.DomainSnapshotGetXMLDesc.Call(ctx, c, &protocol.DomainSnapshotGetXMLDescArgs{Snap: s.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Parent returns the snapshot that this one is below, or
// virt.ErrNoDomainSnapshot for one that is below none. No flags are defined.
func (s *DomainSnapshot) Parent(ctx context.Context, flags uint32) (*DomainSnapshot, error) {
	return s.parent(ctx, s.dom.conn, flags)
}

func (s *DomainSnapshot) parent(ctx context.Context, c protocol.Invoker, flags uint32) (*DomainSnapshot, error) {
	r, err := protocol.DomainSnapshotGetParent.Call(ctx, c, &protocol.DomainSnapshotGetParentArgs{Snap: s.wire(), Flags: flags})
	if err != nil {
		return nil, err
	}
	return s.dom.snapshot(&r.Snap), nil
}

// NumChildren returns how many snapshots are directly below this one, or with
// virt.DomainSnapshotListDescendants how many at any depth.
func (s *DomainSnapshot) NumChildren(ctx context.Context, flags virt.DomainSnapshotListFlags) (int, error) {
	return s.numChildren(ctx, s.dom.conn, flags)
}

func (s *DomainSnapshot) numChildren(ctx context.Context, c protocol.Invoker, flags virt.DomainSnapshotListFlags) (int, error) {
	r, err := protocol.DomainSnapshotNumChildren.Call(ctx, c, &protocol.DomainSnapshotNumChildrenArgs{Snap: s.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, err
	}
	return int(r.Num), nil
}

// ListChildrenNames is ListAllChildren for the names alone, at most
// protocol.DomainSnapshotListMax of them.
func (s *DomainSnapshot) ListChildrenNames(ctx context.Context, flags virt.DomainSnapshotListFlags) ([]string, error) {
	r, err := protocol.DomainSnapshotListChildrenNames.Call(ctx, s.dom.conn, &protocol.DomainSnapshotListChildrenNamesArgs{
		Snap: s.wire(), MaxNames: protocol.DomainSnapshotListMax, Flags: uint32(flags),
	})
	if err != nil {
		return nil, err
	}
	return r.Names, nil
}

// ListAllChildren returns those snapshots directly below this one, or with
// virt.DomainSnapshotListDescendants at any depth, that flags choose.
func (s *DomainSnapshot) ListAllChildren(ctx context.Context, flags virt.DomainSnapshotListFlags) ([]*DomainSnapshot, error) {
	r, err := protocol.DomainSnapshotListAllChildren.Call(ctx, s.dom.conn,
		&protocol.DomainSnapshotListAllChildrenArgs{Snapshot: s.wire(), NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return s.dom.snapshots(r.Snapshots), nil
}

// IsCurrent reports whether the domain's next snapshot goes below this one. No
// flags are defined.
func (s *DomainSnapshot) IsCurrent(ctx context.Context, flags uint32) (bool, error) {
	return s.isCurrent(ctx, s.dom.conn, flags)
}

func (s *DomainSnapshot) isCurrent(ctx context.Context, c protocol.Invoker, flags uint32) (bool, error) {
	r, err := protocol.DomainSnapshotIsCurrent.Call(ctx, c, &protocol.DomainSnapshotIsCurrentArgs{Snap: s.wire(), Flags: flags})
	if err != nil {
		return false, err
	}
	return r.Current != 0, nil
}

// HasMetadata reports whether the host keeps a record of the snapshot, which
// stands in the way of undefining the domain. No flags are defined.
func (s *DomainSnapshot) HasMetadata(ctx context.Context, flags uint32) (bool, error) {
	return s.hasMetadata(ctx, s.dom.conn, flags)
}

func (s *DomainSnapshot) hasMetadata(ctx context.Context, c protocol.Invoker, flags uint32) (bool, error) {
	r, err := protocol.DomainSnapshotHasMetadata.Call(ctx, c, &protocol.DomainSnapshotHasMetadataArgs{Snap: s.wire(), Flags: flags})
	if err != nil {
		return false, err
	}
	return r.Metadata != 0, nil
}

// Revert puts the domain back into the state of the snapshot, which becomes the
// current one (virDomainRevertToSnapshot).
func (s *DomainSnapshot) Revert(ctx context.Context, flags virt.DomainSnapshotRevertFlags) error {
	return protocol.DomainRevertToSnapshot.Call(ctx, s.dom.conn,
		&protocol.DomainRevertToSnapshotArgs{Snap: s.wire(), Flags: uint32(flags)})
}

// Delete deletes the snapshot: its state goes into that of those below it. Flags
// delete what is below it too, or alone, or the host's record only.
func (s *DomainSnapshot) Delete(ctx context.Context, flags virt.DomainSnapshotDeleteFlags) error {
	return protocol.DomainSnapshotDelete.Call(ctx, s.dom.conn,
		&protocol.DomainSnapshotDeleteArgs{Snap: s.wire(), Flags: uint32(flags)})
}
