package libvirt_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"github.com/virgo-vm/virgo/lib/driver"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func TestLeftovers(t *testing.T) {
	refused := virt.Errorf(virt.FromQEMU, virt.ErrInternalError, "refused")
	old := virt.Errorf(virt.FromQEMU, virt.ErrNoSupport, "old")
	unknown := virt.Errorf(virt.FromQEMU, virt.ErrInvalidArg, "unsupported flags")
	for _, c := range []struct {
		name                                  string
		active                                int32
		activeErr, saveErr, countErr, metaErr error
		want                                  libvirt.DomainLeftovers
		wantErr                               error
	}{
		{name: "all is told", want: libvirt.DomainLeftovers{ManagedSave: true, Snapshots: 3, Metadata: 2, MetadataTold: true}},
		{name: "nothing matters while it runs", active: 1, saveErr: refused, countErr: refused,
			want: libvirt.DomainLeftovers{Active: true}},
		{name: "the host does not know records", metaErr: unknown,
			want: libvirt.DomainLeftovers{ManagedSave: true, Snapshots: 3, Metadata: 3}},
		{name: "the host has nothing of it", saveErr: old, countErr: old, metaErr: old},
		{name: "no state", activeErr: refused, wantErr: refused},
		{name: "no managed save", saveErr: refused, wantErr: refused},
		{name: "no snapshots", countErr: refused, metaErr: refused, wantErr: refused},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost()
				driver.Handle(h.mux, &protocol.DomainIsActive, answer[protocol.DomainIsActiveArgs](
					&protocol.DomainIsActiveReply{Active: c.active}, c.activeErr))
				driver.Handle(h.mux, &protocol.DomainHasManagedSaveImage, answer[protocol.DomainHasManagedSaveImageArgs](
					&protocol.DomainHasManagedSaveImageReply{Result: 1}, c.saveErr))
				driver.Handle(h.mux, &protocol.DomainSnapshotNum, slowly(func(a *protocol.DomainSnapshotNumArgs) (*protocol.DomainSnapshotNumReply, error) {
					if virt.DomainSnapshotListFlags(a.Flags) == virt.DomainSnapshotListMetadata {
						return &protocol.DomainSnapshotNumReply{Num: 2}, c.metaErr
					}
					return &protocol.DomainSnapshotNumReply{Num: 3}, c.countErr
				}))
				l, err := oneDomain(t, h).Leftovers(t.Context())
				if !errors.Is(err, c.wantErr) || (err == nil) != (c.wantErr == nil) {
					t.Fatalf("error %v, want %v", err, c.wantErr)
				}
				want(t, "round trips with the look-up", h.tracer.RoundTrips(), 2)
				if err == nil {
					want(t, "leftovers", *l, c.want)
				}
			})
		})
	}
}
