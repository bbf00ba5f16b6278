package libvirt

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/lib/virt"
)

// SnapshotXMLs is DomainSnapshot.XMLDesc for several snapshots of the domain, all
// asked for at once. One that is gone meanwhile has an empty text.
func (d *Domain) SnapshotXMLs(ctx context.Context, snaps []*DomainSnapshot, flags virt.DomainSnapshotXMLFlags) ([]string, error) {
	docs := make([]string, len(snaps))
	calls := make([]func() error, len(snaps))
	for i, s := range snaps {
		calls[i] = func() (err error) {
			docs[i], err = s.xmlDesc(ctx, quiet{d.conn}, flags)
			return unless(err, virt.ErrNoDomainSnapshot)
		}
	}
	return docs, d.conn.failed(together(calls...))
}

// CheckpointXMLs is DomainCheckpoint.XMLDesc for several checkpoints of the domain,
// all asked for at once. One that is gone meanwhile has an empty text.
func (d *Domain) CheckpointXMLs(ctx context.Context, points []*DomainCheckpoint, flags virt.DomainCheckpointXMLFlags) ([]string, error) {
	docs := make([]string, len(points))
	calls := make([]func() error, len(points))
	for i, p := range points {
		calls[i] = func() (err error) {
			docs[i], err = p.xmlDesc(ctx, quiet{d.conn}, flags)
			return unless(err, virt.ErrNoDomainCheckpoint)
		}
	}
	return docs, d.conn.failed(together(calls...))
}

// unless returns err, or nil if it has the code.
func unless(err error, code virt.ErrorNumber) error {
	if errors.Is(err, code) {
		return nil
	}
	return err
}

// DomainSnapshotOverview is what DomainSnapshot.Overview finds out.
type DomainSnapshotOverview struct {
	XML         string
	Current     bool
	Metadata    bool
	Children    int // directly below it
	Descendants int // at any depth
}

// Overview asks for all that DomainSnapshotOverview has, in flight together
// instead of one after the other.
func (s *DomainSnapshot) Overview(ctx context.Context) (*DomainSnapshotOverview, error) {
	var o DomainSnapshotOverview
	q := quiet{s.dom.conn}
	err := together(
		func() (err error) { o.Current, err = s.isCurrent(ctx, q, 0); return err },
		func() (err error) { o.XML, err = s.xmlDesc(ctx, q, 0); return err },
		func() (err error) { o.Children, err = s.numChildren(ctx, q, 0); return err },
		func() (err error) {
			o.Descendants, err = s.numChildren(ctx, q, virt.DomainSnapshotListDescendants)
			return err
		},
		func() (err error) { o.Metadata, err = s.hasMetadata(ctx, q, 0); return err },
	)
	if err != nil {
		return nil, s.dom.conn.failed(err)
	}
	return &o, nil
}

// DomainCheckpointOverview is what DomainCheckpoint.Overview finds out.
type DomainCheckpointOverview struct {
	Parent      string // empty for one that is below none
	Children    int    // directly below it
	Descendants int    // at any depth
}

// Overview asks for all that DomainCheckpointOverview has, in flight together
// instead of one after the other.
func (p *DomainCheckpoint) Overview(ctx context.Context) (*DomainCheckpointOverview, error) {
	var o DomainCheckpointOverview
	q := quiet{p.dom.conn}
	err := together(
		func() error {
			parent, err := p.parent(ctx, q, 0)
			if err == nil {
				o.Parent = parent.Name()
			}
			return unless(err, virt.ErrNoDomainCheckpoint)
		},
		func() (err error) { o.Children, err = p.numChildren(ctx, q, 0); return err },
		func() (err error) {
			o.Descendants, err = p.numChildren(ctx, q, virt.DomainCheckpointListDescendants)
			return err
		},
	)
	if err != nil {
		return nil, p.dom.conn.failed(err)
	}
	return &o, nil
}
