package test

import (
	"context"
	"os"

	"github.com/virgo-vm/virgo/lib/model"
	"github.com/virgo-vm/virgo/lib/protocol"
	"github.com/virgo-vm/virgo/lib/virt"
)

func (s *session) domainSnapshotCreateXML(_ context.Context, a *protocol.DomainSnapshotCreateXMLArgs) (*protocol.DomainSnapshotCreateXMLReply, error) {
	if err := checkSnapshotCreateFlags(a.Flags); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	d, err := s.domain(a.Dom)
	if err != nil {
		return nil, err
	}
	if len(d.checkpoints.root.kids) > 0 {
		return nil, errorf(virt.ErrOperationUnsupported, "cannot create snapshot while checkpoint exists")
	}
	has := func(f virt.DomainSnapshotCreateFlags) bool { return a.Flags&uint32(f) != 0 }
	halt, redefine := has(virt.DomainSnapshotCreateHalt), has(virt.DomainSnapshotCreateRedefine)
	if halt && !d.persistent {
		return nil, errorf(virt.ErrOperationInvalid, "cannot halt after transient domain snapshot")
	}
	o := s.options
	o.Strict = has(virt.DomainSnapshotCreateValidate)
	def, err := model.ParseSnapshot(a.XMLDesc, o, redefine)
	if err != nil {
		return nil, err
	}
	var x *snapshot
	if redefine {
		x, err = d.redefineSnapshot(def, has(virt.DomainSnapshotCreateCurrent))
	} else {
		def.SetDomain(s.copyOf(d.def))
		x, err = d.makeSnapshot(def)
	}
	if err != nil {
		return nil, err
	}
	if halt && d.active() {
		s.stop(d, virt.DomainShutoffFromSnapshot, virt.DomainEventStoppedFromSnapshot)
	}
	return &protocol.DomainSnapshotCreateXMLReply{Snap: snapshotRef(a.Dom, x)}, nil
}

// checkSnapshotCreateFlags finds, as libvirt, what contradicts itself before what
// the driver does not have: snapshots of the disks only.
func checkSnapshotCreateFlags(flags uint32) error {
	has := func(f virt.DomainSnapshotCreateFlags) bool { return flags&uint32(f) != 0 }
	const redefine = "VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE"
	switch {
	case has(virt.DomainSnapshotCreateCurrent) && !has(virt.DomainSnapshotCreateRedefine):
		return errFlags(virt.FromDomainSnapshot, "Flag '%s' is required by flag '%s'", redefine, "VIR_DOMAIN_SNAPSHOT_CREATE_CURRENT")
	case has(virt.DomainSnapshotCreateRedefine) && has(virt.DomainSnapshotCreateNoMetadata):
		return errSnapshotExclusive(redefine, "VIR_DOMAIN_SNAPSHOT_CREATE_NO_METADATA")
	case has(virt.DomainSnapshotCreateRedefine) && has(virt.DomainSnapshotCreateHalt):
		return errSnapshotExclusive(redefine, "VIR_DOMAIN_SNAPSHOT_CREATE_HALT")
	}
	known := virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateCurrent | virt.DomainSnapshotCreateHalt |
		virt.DomainSnapshotCreateQuiesce | virt.DomainSnapshotCreateAtomic | virt.DomainSnapshotCreateLive | virt.DomainSnapshotCreateValidate
	return checkFlags(flags, known, "testDomainSnapshotCreateXML")
}

// makeSnapshot makes a snapshot of d as it is, with a definition that has that of d.
// It is the current one then.
func (d *domain) makeSnapshot(def *model.Snapshot) (*snapshot, error) {
	if def.ManualDisk() {
		return nil, errorf(virt.ErrOperationUnsupported, "'manual' snapshot mode is not supported by the test driver")
	}
	def.SetState(d.stateWord())
	location := model.LocationInternal
	switch {
	case def.Memory() == model.LocationExternal:
		location = model.LocationExternal
	case def.Offline():
		def.SetMemory(model.LocationNo)
	default:
		def.SetMemory(model.LocationInternal)
	}
	if err := def.AlignDisks(location, true, isRegular); err != nil {
		return nil, err
	}
	return d.snapshots.make(def)
}

// stateWord returns the state of d as it stands in the description of a snapshot.
func (d *domain) stateWord() string {
	switch d.state {
	case virt.DomainRunning:
		return "running"
	case virt.DomainPaused:
		return "paused"
	}
	return model.StateShutoff // there are no others here
}

// isRegular reports whether a file is there and is a regular one.
func isRegular(file string) bool {
	info, err := os.Stat(file)
	return err == nil && info.Mode().IsRegular()
}

// redefineSnapshot makes d remember a snapshot that was made elsewhere, or takes a
// new description of one that it has.
func (d *domain) redefineSnapshot(def *model.Snapshot, current bool) (*snapshot, error) {
	if err := d.snapshots.checkParent(def); err != nil {
		return nil, err
	}
	name, dom := def.Name(), def.Domain()
	if dom != nil && dom.UUID() != d.def.UUID() {
		return nil, errSnapshotDef("definition for snapshot %s must use uuid %s", name, d.def.UUID())
	}
	x := d.snapshots.find(name)
	if x != nil {
		old := x.def
		switch {
		case isOnline(old) != isOnline(def):
			return nil, errSnapshotDef("cannot change between online and offline snapshot state in snapshot %s", name)
		case (old.State() == model.StateDiskSnapshot) != (def.State() == model.StateDiskSnapshot):
			return nil, errSnapshotDef("cannot change between disk only and full system in snapshot %s", name)
		}
		if err := def.KeepDomains(old); err != nil {
			return nil, err
		}
	}
	location := model.LocationInternal
	if def.State() == model.StateDiskSnapshot || def.External() {
		location = model.LocationExternal
	}
	if err := def.AlignDisks(location, false, isRegular); err != nil {
		return nil, err
	}
	x = d.snapshots.replace(x, def)
	if current {
		d.snapshots.current = x
	}
	return x, nil
}

// isOnline reports whether a snapshot is of a domain that ran.
func isOnline(def *model.Snapshot) bool {
	return def.State() == "running" || def.State() == "paused"
}

func errSnapshotDef(format string, args ...any) error {
	return virt.Errorf(virt.FromDomainSnapshot, virt.ErrInvalidArg, format, args...)
}
