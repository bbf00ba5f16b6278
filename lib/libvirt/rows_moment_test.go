package libvirt_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// TestSnapshotXMLs: however many snapshots there are, they are two round trips,
// and one that is gone is no error.
func TestSnapshotXMLs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		d := oneDomain(t, h)
		var refused error
		driver.Handle(h.mux, &protocol.DomainListAllSnapshots, slowly(func(a *protocol.DomainListAllSnapshotsArgs) (*protocol.DomainListAllSnapshotsReply, error) {
			snap := func(name string) protocol.DomainSnapshot { return protocol.DomainSnapshot{Name: name, Dom: a.Dom} }
			return &protocol.DomainListAllSnapshotsReply{Snapshots: []protocol.DomainSnapshot{snap("a"), snap("gone"), snap("c")}}, nil
		}))
		driver.Handle(h.mux, &protocol.DomainSnapshotGetXMLDesc, slowly(func(a *protocol.DomainSnapshotGetXMLDescArgs) (*protocol.DomainSnapshotGetXMLDescReply, error) {
			if a.Snap.Name == "gone" {
				return nil, virt.Errorf(virt.FromDomainSnapshot, virt.ErrNoDomainSnapshot, "gone")
			}
			return &protocol.DomainSnapshotGetXMLDescReply{XML: "<" + a.Snap.Name + ">"}, refused
		}))
		before := h.tracer.RoundTrips()
		snaps, err := d.ListAllSnapshots(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := d.SnapshotXMLs(t.Context(), snaps, 0)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "round trips", h.tracer.RoundTrips()-before, 2)
		want(t, "documents", strings.Join(docs, ","), "<a>,,<c>")
		if e := d.Conn().LastError(); e != nil {
			t.Errorf("a snapshot that is gone is the last error: %v", e)
		}

		refused = virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "refused")
		_, err = d.SnapshotXMLs(t.Context(), snaps, 0)
		if !errors.Is(err, virt.ErrInternalError) {
			t.Errorf("refused: %v", err)
		}
	})
}

// TestCheckpointXMLs is TestSnapshotXMLs for checkpoints.
func TestCheckpointXMLs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		d := oneDomain(t, h)
		driver.Handle(h.mux, &protocol.DomainListAllCheckpoints, slowly(func(a *protocol.DomainListAllCheckpointsArgs) (*protocol.DomainListAllCheckpointsReply, error) {
			point := func(name string) protocol.DomainCheckpoint { return protocol.DomainCheckpoint{Name: name, Dom: a.Dom} }
			if a.NeedResults == 0 {
				return &protocol.DomainListAllCheckpointsReply{Ret: 2}, nil
			}
			return &protocol.DomainListAllCheckpointsReply{Checkpoints: []protocol.DomainCheckpoint{point("gone"), point("b")}, Ret: 2}, nil
		}))
		driver.Handle(h.mux, &protocol.DomainCheckpointGetXMLDesc, slowly(func(a *protocol.DomainCheckpointGetXMLDescArgs) (*protocol.DomainCheckpointGetXMLDescReply, error) {
			if a.Checkpoint.Name == "gone" {
				return nil, virt.Errorf(virt.FromDomainCheckpoint, virt.ErrNoDomainCheckpoint, "gone")
			}
			return &protocol.DomainCheckpointGetXMLDescReply{XML: "<" + a.Checkpoint.Name + ">"}, nil
		}))
		before := h.tracer.RoundTrips()
		points, err := d.ListAllCheckpoints(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		docs, err := d.CheckpointXMLs(t.Context(), points, virt.DomainCheckpointXMLNoDomain)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "round trips", h.tracer.RoundTrips()-before, 2)
		want(t, "documents", strings.Join(docs, ","), ",<b>")
		n, err := d.CheckpointNum(t.Context(), 0)
		if err != nil || n != 2 {
			t.Errorf("number: %d, %v", n, err)
		}
	})
}

// TestSnapshotOverview: five questions in one round trip.
func TestSnapshotOverview(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost()
		d := oneDomain(t, h)
		var refused error
		driver.Handle(h.mux, &protocol.DomainSnapshotLookupByName, slowly(func(a *protocol.DomainSnapshotLookupByNameArgs) (*protocol.DomainSnapshotLookupByNameReply, error) {
			return &protocol.DomainSnapshotLookupByNameReply{Snap: protocol.DomainSnapshot{Name: a.Name, Dom: a.Dom}}, nil
		}))
		driver.Handle(h.mux, &protocol.DomainSnapshotIsCurrent, answer[protocol.DomainSnapshotIsCurrentArgs](
			&protocol.DomainSnapshotIsCurrentReply{Current: 1}, nil))
		driver.Handle(h.mux, &protocol.DomainSnapshotHasMetadata, answer[protocol.DomainSnapshotHasMetadataArgs](
			&protocol.DomainSnapshotHasMetadataReply{Metadata: 1}, nil))
		driver.Handle(h.mux, &protocol.DomainSnapshotGetXMLDesc, answer[protocol.DomainSnapshotGetXMLDescArgs](
			&protocol.DomainSnapshotGetXMLDescReply{XML: "<x/>"}, nil))
		driver.Handle(h.mux, &protocol.DomainSnapshotNumChildren, slowly(func(a *protocol.DomainSnapshotNumChildrenArgs) (*protocol.DomainSnapshotNumChildrenReply, error) {
			if virt.DomainSnapshotListFlags(a.Flags) == virt.DomainSnapshotListDescendants {
				return &protocol.DomainSnapshotNumChildrenReply{Num: 7}, refused
			}
			return &protocol.DomainSnapshotNumChildrenReply{Num: 2}, nil
		}))
		snap, err := d.LookupSnapshotByName(t.Context(), "s", 0)
		if err != nil {
			t.Fatal(err)
		}
		before := h.tracer.RoundTrips()
		o, err := snap.Overview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		want(t, "round trips", h.tracer.RoundTrips()-before, 1)
		want(t, "overview", *o, libvirt.DomainSnapshotOverview{XML: "<x/>", Current: true, Metadata: true, Children: 2, Descendants: 7})
		refused = virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "refused")
		if _, err := snap.Overview(t.Context()); !errors.Is(err, virt.ErrInternalError) {
			t.Errorf("refused: %v", err)
		}
	})
}

// TestCheckpointOverview: a checkpoint below none is no error.
func TestCheckpointOverview(t *testing.T) {
	for _, c := range []struct {
		name   string
		err    error
		parent string
	}{
		{"below another", nil, "p"},
		{"below none", virt.Errorf(virt.FromDomainCheckpoint, virt.ErrNoDomainCheckpoint, "no parent"), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost()
				d := oneDomain(t, h)
				driver.Handle(h.mux, &protocol.DomainCheckpointLookupByName, func(_ context.Context, a *protocol.DomainCheckpointLookupByNameArgs) (*protocol.DomainCheckpointLookupByNameReply, error) {
					time.Sleep(time.Millisecond)
					return &protocol.DomainCheckpointLookupByNameReply{Checkpoint: protocol.DomainCheckpoint{Name: a.Name, Dom: a.Dom}}, nil
				})
				driver.Handle(h.mux, &protocol.DomainCheckpointGetParent, answer[protocol.DomainCheckpointGetParentArgs](
					&protocol.DomainCheckpointGetParentReply{Parent: protocol.DomainCheckpoint{Name: "p"}}, c.err))
				driver.Handle(h.mux, &protocol.DomainCheckpointListAllChildren, slowly(func(a *protocol.DomainCheckpointListAllChildrenArgs) (*protocol.DomainCheckpointListAllChildrenReply, error) {
					return &protocol.DomainCheckpointListAllChildrenReply{Ret: 3 + int32(a.Flags)}, nil
				}))
				point, err := d.LookupCheckpointByName(t.Context(), "c", 0)
				if err != nil {
					t.Fatal(err)
				}
				before := h.tracer.RoundTrips()
				o, err := point.Overview(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				want(t, "round trips", h.tracer.RoundTrips()-before, 1)
				want(t, "overview", *o, libvirt.DomainCheckpointOverview{Parent: c.parent, Children: 3, Descendants: 4})
			})
		})
	}
}
