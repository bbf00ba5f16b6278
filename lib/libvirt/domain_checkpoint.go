package libvirt

import (
	"context"

	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// DomainCheckpoint is a handle of a checkpoint of a domain: the domain and a
// name. A checkpoint is a moment from which the host tracks what the guest
// writes, for incremental backups.
type DomainCheckpoint struct {
	dom  *Domain
	name string
}

func (d *Domain) checkpoint(w *protocol.DomainCheckpoint) *DomainCheckpoint {
	return &DomainCheckpoint{d, w.Name}
}

func (d *Domain) checkpoints(ws []protocol.DomainCheckpoint) []*DomainCheckpoint {
	points := make([]*DomainCheckpoint, len(ws))
	for i := range ws {
		points[i] = d.checkpoint(&ws[i])
	}
	return points
}

func (p *DomainCheckpoint) wire() protocol.DomainCheckpoint {
	return protocol.DomainCheckpoint{Name: p.name, Dom: p.dom.wire()}
}

// Name returns the name. It asks nobody.
func (p *DomainCheckpoint) Name() string { return p.name }

// Domain returns the domain that the checkpoint is one of. It asks nobody.
func (p *DomainCheckpoint) Domain() *Domain { return p.dom }

// Conn returns the session that the handle belongs to.
func (p *DomainCheckpoint) Conn() *Conn { return p.dom.conn }

// Ref returns what names the checkpoint among those of its domain.
func (p *DomainCheckpoint) Ref() Ref { return Ref{Kind: "checkpoint", Name: p.name} }

// CheckpointNum returns how many checkpoints the domain has of those that flags
// choose.
func (d *Domain) CheckpointNum(ctx context.Context, flags virt.DomainCheckpointListFlags) (int, error) {
	r, err := protocol.DomainListAllCheckpoints.Call(ctx, d.conn,
		&protocol.DomainListAllCheckpointsArgs{Dom: d.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, err
	}
	return int(r.Ret), nil
}

// ListAllCheckpoints returns the domain's checkpoints that flags choose, all of
// them for none.
func (d *Domain) ListAllCheckpoints(ctx context.Context, flags virt.DomainCheckpointListFlags) ([]*DomainCheckpoint, error) {
	r, err := protocol.DomainListAllCheckpoints.Call(ctx, d.conn,
		&protocol.DomainListAllCheckpointsArgs{Dom: d.wire(), NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return d.checkpoints(r.Checkpoints), nil
}

// LookupCheckpointByName returns the domain's checkpoint with a name, or
// virt.ErrNoDomainCheckpoint. No flags are defined.
func (d *Domain) LookupCheckpointByName(ctx context.Context, name string, flags uint32) (*DomainCheckpoint, error) {
	r, err := protocol.DomainCheckpointLookupByName.Call(ctx, d.conn,
		&protocol.DomainCheckpointLookupByNameArgs{Dom: d.wire(), Name: name, Flags: flags})
	if err != nil {
		return nil, err
	}
	return d.checkpoint(&r.Checkpoint), nil
}

// CreateCheckpointXML makes a checkpoint of the running domain. The XML may
// leave out everything, also the name; the handle has the one that the host
// chose.
func (d *Domain) CreateCheckpointXML(ctx context.Context, xml string, flags virt.DomainCheckpointCreateFlags) (*DomainCheckpoint, error) {
	r, err := protocol.DomainCheckpointCreateXML.Call(ctx, d.conn,
		&protocol.DomainCheckpointCreateXMLArgs{Dom: d.wire(), XMLDesc: xml, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return d.checkpoint(&r.Checkpoint), nil
}

// XMLDesc returns what the checkpoint is, with the domain as it was unless flags
// leave it out, as XML. virt.DomainCheckpointXMLSecure needs a session that may
// write.
func (p *DomainCheckpoint) XMLDesc(ctx context.Context, flags virt.DomainCheckpointXMLFlags) (string, error) {
	return p.xmlDesc(ctx, p.dom.conn, flags)
}

func (p *DomainCheckpoint) xmlDesc(ctx context.Context, c protocol.Invoker, flags virt.DomainCheckpointXMLFlags) (string, error) {
	r, err := protocol.DomainCheckpointGetXMLDesc.Call(ctx, c,
		&protocol.DomainCheckpointGetXMLDescArgs{Checkpoint: p.wire(), Flags: uint32(flags)})
	if err != nil {
		return "", err
	}
	return r.XML, nil
}

// Parent returns the checkpoint that this one is below, or
// virt.ErrNoDomainCheckpoint for one that is below none. No flags are defined.
func (p *DomainCheckpoint) Parent(ctx context.Context, flags uint32) (*DomainCheckpoint, error) {
	return p.parent(ctx, p.dom.conn, flags)
}

func (p *DomainCheckpoint) parent(ctx context.Context, c protocol.Invoker, flags uint32) (*DomainCheckpoint, error) {
	r, err := protocol.DomainCheckpointGetParent.Call(ctx, c, &protocol.DomainCheckpointGetParentArgs{Checkpoint: p.wire(), Flags: flags})
	if err != nil {
		return nil, err
	}
	return p.dom.checkpoint(&r.Parent), nil
}

// NumChildren returns how many checkpoints are directly below this one, or with
// virt.DomainCheckpointListDescendants how many at any depth.
func (p *DomainCheckpoint) NumChildren(ctx context.Context, flags virt.DomainCheckpointListFlags) (int, error) {
	return p.numChildren(ctx, p.dom.conn, flags)
}

func (p *DomainCheckpoint) numChildren(ctx context.Context, c protocol.Invoker, flags virt.DomainCheckpointListFlags) (int, error) {
	r, err := protocol.DomainCheckpointListAllChildren.Call(ctx, c,
		&protocol.DomainCheckpointListAllChildrenArgs{Checkpoint: p.wire(), Flags: uint32(flags)})
	if err != nil {
		return 0, err
	}
	return int(r.Ret), nil
}

// ListAllChildren returns those checkpoints directly below this one, or with
// virt.DomainCheckpointListDescendants at any depth, that flags choose.
func (p *DomainCheckpoint) ListAllChildren(ctx context.Context, flags virt.DomainCheckpointListFlags) ([]*DomainCheckpoint, error) {
	r, err := protocol.DomainCheckpointListAllChildren.Call(ctx, p.dom.conn,
		&protocol.DomainCheckpointListAllChildrenArgs{Checkpoint: p.wire(), NeedResults: 1, Flags: uint32(flags)})
	if err != nil {
		return nil, err
	}
	return p.dom.checkpoints(r.Checkpoints), nil
}

// Delete deletes the checkpoint: what it tracked goes to the one above it. Flags
// delete what is below it too, or alone, or the host's record only.
func (p *DomainCheckpoint) Delete(ctx context.Context, flags virt.DomainCheckpointDeleteFlags) error {
	return protocol.DomainCheckpointDelete.Call(ctx, p.dom.conn,
		&protocol.DomainCheckpointDeleteArgs{Checkpoint: p.wire(), Flags: uint32(flags)})
}
