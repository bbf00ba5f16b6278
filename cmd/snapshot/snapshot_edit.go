package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
	"github.com/virgo-vm/virgo/xmledit"
)

func snapshotEditSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-edit", Help: "edit the XML of a snapshot",
		Description: "Edit the record that the host has of a snapshot in an editor, or as the options say. What\n" +
			"was edited but not taken by the host is kept in a file.",
		Examples: []string{
			"snapshot-edit web before-update",
			"snapshot-edit web before-update --clone --set /domainsnapshot/name=v1",
		},
		Opts: append([]vsh.Opt{
			domainArg(),
			snapshotOpt("name of the snapshot"),
			vsh.BoolOpt("current", "the current snapshot; with a name, make that one current"),
			vsh.BoolOpt("rename", "a changed name is the new name of the snapshot"),
			vsh.BoolOpt("clone", "a changed name is that of another record of the snapshot"),
		}, vsh.EditOpts()...),
		Run: runSnapshotEdit,
	}
}

func runSnapshotEdit(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "rename", "clone"); err != nil {
		return nil, err
	}
	e := snapshotEdit{rename: a.Bool("rename"), clone: a.Bool("clone"), current: a.Bool("current") && a.Has("snapshotname")}
	return s.Edit(ctx, a, vsh.Edit{
		Find: func(ctx context.Context) (err error) {
			e.snap, err = lookupEdited(ctx, s, a)
			return err
		},
		InPlace: true,
		Ref:     func() format.Ref { return format.Ref(e.snap.Ref()) },
		Fetch: func(ctx context.Context) (string, error) {
			// What the XML leaves out, the host would forget.
			return e.snap.XMLDesc(ctx, virt.DomainSnapshotXMLSecure)
		},
		Define: func(ctx context.Context, _ *libvirt.Conn, xml string, _ bool) error {
			return e.define(ctx, xml)
		},
		Anyway:    e.current,
		Edited:    func() string { return e.edited },
		Unchanged: func() string { return "Snapshot " + e.snap.Name() + " XML configuration not changed." },
	})
}

// lookupEdited returns the snapshot that is to be edited. --current beside a name
// is no choice of one.
func lookupEdited(ctx context.Context, s *vsh.Session, a *vsh.Args) (*libvirt.DomainSnapshot, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	name, err := a.String("snapshotname")
	switch {
	case err != nil:
		return nil, err
	case name != "":
		return dom.LookupSnapshotByName(ctx, name, 0)
	}
	return lookupOf(ctx, dom, a, "snapshotname")
}

// snapshotEdit is the editing of the record of a snapshot.
type snapshotEdit struct {
	rename, clone, current bool

	snap   *libvirt.DomainSnapshot // after define, the one that was defined
	edited string                  // what virsh says then
}

// define gives the host the record. One with another name is another record: the
// old one stays for a clone, and goes for a new name.
//
// differs from virsh: without either it is refused before the host has made
// anything, and the current snapshot is still the current one under another name.
func (e *snapshotEdit) define(ctx context.Context, xml string) error {
	oldName := e.snap.Name()
	newName, _ := xmledit.Identity(xml)
	renamed := newName != "" && newName != oldName
	if renamed && !e.rename && !e.clone {
		return vsh.Failf("Must use --rename or --clone to change %s to %s", oldName, newName)
	}
	flags := virt.DomainSnapshotCreateRedefine
	if d, err := describe(xml); err == nil && d.State == "disk-snapshot" {
		flags |= virt.DomainSnapshotCreateDiskOnly
	}
	current := e.current
	if renamed && e.rename && !current {
		var err error
		if current, err = e.snap.IsCurrent(ctx, 0); err != nil {
			return err
		}
	}
	if current {
		flags |= virt.DomainSnapshotCreateCurrent
	}
	old := e.snap
	snap, err := old.Domain().CreateSnapshotXML(ctx, xml, flags)
	if err != nil {
		return err
	}
	switch newName = snap.Name(); {
	case newName == oldName:
		e.edited = "Snapshot " + oldName + " edited."
	case e.rename:
		if err := old.Delete(ctx, virt.DomainSnapshotDeleteMetadataOnly); err != nil {
			return vsh.Wrapf(err, "Failed to clean up %s", oldName)
		}
	default:
		e.edited = "Snapshot " + oldName + " cloned to " + newName + "."
	}
	e.snap = snap
	return nil
}
