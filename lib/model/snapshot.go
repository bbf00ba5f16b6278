package model

import (
	"slices"
	"strings"
	"sync"

	"github.com/virgo-vm/virgo/lib/model/dom"
	"github.com/virgo-vm/virgo/lib/virt"
)

// Where a snapshot keeps what it is of: in the disk image, in a file of its own,
// or nowhere.
const (
	LocationNo       = "no"
	LocationInternal = "internal"
	LocationExternal = "external"
	locationManual   = "manual" // left to the user
)

// States that a snapshot has besides those of domains: it has no memory.
const (
	StateShutoff      = "shutoff"
	StateDiskSnapshot = "disk-snapshot" // of a running domain
)

var snapshotObject = sync.OnceValue(func() *object {
	return &object{doc: "domain_snapshot", root: snapshotTable(), from: virt.FromDomainSnapshot}
})

// snapshotTable is the table of <domainsnapshot>. The definitions of the domain
// are not read by it: that takes buildDomain.
func snapshotTable() *row {
	inactive := *domainObject().root
	inactive.name = "inactiveDomain"
	return el("domainsnapshot",
		el("name", text(str)),
		el("description", text(str)),
		el("state", text(str)),
		el("parent", el("name", text(str))),
		el("creationTime", text(str)),
		el("memory", at("snapshot", locations()), at("file", str)),
		el("disks", snapshotDiskRow()),
		domainObject().root,
		&inactive,
	)
}

func locations() kind { return word(LocationNo, LocationInternal, LocationExternal, locationManual) }

// Snapshot is the description of a snapshot of a domain.
type Snapshot struct{ n *node }

// ParseSnapshot reads the description of a snapshot that is to be made, or that
// was made elsewhere: only the latter brings its state, its time, its parent and
// the definitions of the domain. Errors are *virt.Error, as libvirt words them.
func ParseSnapshot(xml string, o Options, made bool) (*Snapshot, error) {
	object := snapshotObject()
	doc, err := object.parse(xml)
	if err == nil {
		err = object.accept(doc, o.Strict)
	}
	if err != nil {
		return nil, err
	}
	return buildSnapshot(doc, o, made)
}

// SnapshotFrom reads the description of a snapshot that was made elsewhere, from an
// element of whatever namespace in a larger document. current tells whether the
// domain goes on from it.
func SnapshotFrom(x *dom.Node, o Options) (s *Snapshot, current bool, err error) {
	s, err = buildSnapshot(x, o, true)
	if err != nil {
		return nil, false, err
	}
	active := ""
	if k := x.Child("active"); k != nil {
		active = k.Text()
	}
	v, wrong := ints(active)
	if wrong != "" {
		return nil, false, virt.Errorf(virt.FromDomainSnapshot, virt.ErrInternalError, "Could not find 'active' element")
	}
	return s, v != "0", nil
}

func buildSnapshot(doc *dom.Node, o Options, made bool) (*Snapshot, error) {
	object := snapshotObject()
	domain, inactive := takeChild(doc, "domain"), takeChild(doc, "inactiveDomain")
	n, err := object.build(doc)
	if err != nil {
		return nil, err
	}
	s := &Snapshot{n}
	if made {
		err = s.checkMade(domain, inactive, o)
	} else {
		newMoment(n)
	}
	if err == nil {
		err = s.checkMemory(made)
	}
	if err != nil {
		return nil, object.own(err)
	}
	return s, nil
}

// checkMade checks the description of a snapshot that was made elsewhere.
func (s *Snapshot) checkMade(domain, inactive *dom.Node, o Options) error {
	if err := checkMoment(s.n, "snapshot"); err != nil {
		return err
	}
	switch state := s.State(); {
	case state == "":
		return xmlFault("missing state from existing snapshot")
	case !slices.Contains(snapshotStates(), state):
		return unsupported("Invalid state '%s' in domain snapshot XML", state)
	}
	if domain != nil && attrText(domain, "type") != "" {
		def, err := buildDomain(domain, o)
		if err != nil {
			return err
		}
		s.SetDomain(def)
	}
	if inactive != nil {
		def, err := buildDomain(inactive, o)
		if err != nil {
			return err
		}
		setDefinition(s.n, "inactiveDomain", def)
	}
	return nil
}

// snapshotStates are the states that a snapshot can be of.
func snapshotStates() []string {
	return []string{"running", "blocked", "paused", "shutdown", StateShutoff, "crashed", "pmsuspended", StateDiskSnapshot}
}

// checkMemory settles where the memory is kept, as far as the description tells.
func (s *Snapshot) checkMemory(made bool) error {
	n := s.n.ensure("memory")
	location, file := n.get("snapshot"), n.get("file")
	switch {
	case location != "":
	case file != "":
		location = LocationExternal
	case made && s.Offline():
		location = LocationNo
	case made:
		location = LocationInternal
	}
	switch {
	case location == locationManual:
		return xmlFault("'manual' memory snapshot mode not supported")
	case file != "" && location != LocationExternal:
		return xmlFault("memory filename '%s' requires external snapshot", file)
	case file == "" && location == LocationExternal:
		return xmlFault("external memory snapshots require a filename")
	case made && s.Offline() && location != LocationNo:
		return xmlFault("memory state cannot be saved with offline or disk-only snapshot")
	case file != "" && !strings.HasPrefix(file, "/"):
		return xmlFault("memory snapshot file path (%s) must be absolute", file)
	}
	if location != "" {
		n.set("snapshot", location)
	}
	return nil
}

// Name returns the snapshot's name, which may have any characters.
func (s *Snapshot) Name() string { return bodyOf(s.n.child("name")) }

// Parent returns the name of the snapshot that this one is based on, empty for
// none.
func (s *Snapshot) Parent() string { return bodyOf(s.n.child("parent", "name")) }

// SetParent sets or, empty, removes the name of the parent.
func (s *Snapshot) SetParent(name string) { setParent(s.n, name) }

// State returns the state of the domain that the snapshot is of: that of a domain
// as in its description (running, paused, shutoff, …), or disk-snapshot.
func (s *Snapshot) State() string { return bodyOf(s.n.child("state")) }

// SetState sets the state.
func (s *Snapshot) SetState(state string) { s.n.ensure("state").setBody(state) }

// Offline reports whether the snapshot is of no running domain, or of its disks
// only.
func (s *Snapshot) Offline() bool {
	return s.State() == StateShutoff || s.State() == StateDiskSnapshot
}

// Memory returns where the memory is kept: LocationNo, LocationInternal or
// LocationExternal; empty when that is not settled.
func (s *Snapshot) Memory() string { return attrOf(s.n.child("memory"), "snapshot") }

// SetMemory sets where the memory is kept.
func (s *Snapshot) SetMemory(location string) { s.n.ensure("memory").set("snapshot", location) }

// External reports whether anything of the snapshot is kept in files of its own.
func (s *Snapshot) External() bool {
	return s.Memory() == LocationExternal || slices.ContainsFunc(s.n.child("disks").children("disk"), func(d *node) bool {
		return d.get("snapshot") == LocationExternal
	})
}

// Domain returns a copy of the definition that the domain had, nil for none.
func (s *Snapshot) Domain() *Domain { return definitionIn(s.n) }

// SetDomain sets the definition that the domain has, which is copied.
func (s *Snapshot) SetDomain(d *Domain) { setDefinition(s.n, "domain", d) }

// XML writes the description. The definitions of the domain are those of an
// inactive one in all forms.
func (s *Snapshot) XML(secure bool) string { return s.n.text(Form{Inactive: true, Secure: secure}) }

// KeepDomains takes over from old, which describes the same snapshot, the
// definitions of the domain that this description leaves out. It refuses those of
// other hardware, as SameHardware does.
func (s *Snapshot) KeepDomains(old *Snapshot) error {
	for _, name := range []string{"domain", "inactiveDomain"} {
		was, now := old.n.child(name), s.n.child(name)
		switch {
		case was == nil:
		case now == nil:
			setDefinition(s.n, name, &Domain{was})
		default:
			if err := SameHardware(&Domain{was}, &Domain{now}); err != nil {
				return err
			}
		}
	}
	return nil
}
