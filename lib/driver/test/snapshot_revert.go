package test

import (
	"context"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

// domainRevertToSnapshot brings a domain back to a snapshot: it ends, if it runs,
// and starts again if it ran then.
func (s *session) domainRevertToSnapshot(_ context.Context, a *protocol.DomainRevertToSnapshotArgs) error {
	has := func(f virt.DomainSnapshotRevertFlags) bool { return a.Flags&uint32(f) != 0 }
	running, paused := has(virt.DomainSnapshotRevertRunning), has(virt.DomainSnapshotRevertPaused)
	if running && paused {
		return errSnapshotExclusive("VIR_DOMAIN_SNAPSHOT_REVERT_RUNNING", "VIR_DOMAIN_SNAPSHOT_REVERT_PAUSED")
	}
	known := virt.DomainSnapshotRevertRunning | virt.DomainSnapshotRevertPaused | virt.DomainSnapshotRevertForce
	if err := checkFlags(a.Flags, known, "testDomainRevertToSnapshot"); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, x, err := s.snapshot(a.Snap)
	if err != nil {
		return err
	}
	ran := isOnline(x.def)
	if !d.persistent && !ran && !running && !paused {
		return errorf(virt.ErrOperationInvalid, "transient domain needs to request run or pause to revert to inactive snapshot")
	}
	end := func() {
		if d.active() {
			s.shutOff(d, virt.DomainShutoffFromSnapshot, virt.DomainEventStoppedFromSnapshot)
		}
	}
	if ran { // a transient one still has its id after it, so goes on with its definition
		end()
		d.assign(x.def.Domain())
	} else {
		d.assign(x.def.Domain())
		end()
	}
	switch {
	case ran:
		s.start(d, virt.DomainRunningFromSnapshot, virt.DomainEventStartedFromSnapshot)
		if paused || x.def.State() == "paused" && !running {
			d.setState(virt.DomainPaused, int32(virt.DomainPausedFromSnapshot))
			s.publishDomain(d, virt.DomainEventSuspended, int32(virt.DomainEventSuspendedFromSnapshot))
		}
	case running || paused:
		// libvirt's test driver tells of a start, and leaves it at that.
		s.publishDomain(d, virt.DomainEventStarted, int32(virt.DomainEventStartedFromSnapshot))
		if paused {
			s.publishDomain(d, virt.DomainEventSuspended, int32(virt.DomainEventSuspendedFromSnapshot))
		}
	}
	d.snapshots.current = x
	return nil
}

// assign gives d a definition, for the next start where it is active.
func (d *domain) assign(def *model.Domain) {
	if d.active() {
		d.next = def
	} else {
		d.def, d.next = def, nil
	}
}
