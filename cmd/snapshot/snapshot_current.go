package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotCurrentSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-current", Help: "print or set the current snapshot",
		Description: "Print the XML of the domain's current snapshot. With the name of a snapshot, make that one current instead, " +
			"without touching the domain.",
		Examples: []string{"snapshot-current web --name"},
		Opts: []vsh.Opt{
			domainArg(),
			vsh.BoolOpt("name", "print the name alone"),
			vsh.BoolOpt("security-info", "print passwords and the like too"),
			snapshotOpt("name of the snapshot to make current"),
		},
		Run: runSnapshotCurrent,
	}
}

func runSnapshotCurrent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	if err := vsh.Exclusive(a, "name", "snapshotname"); err != nil {
		return nil, err
	}
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	word, err := a.String("snapshotname")
	if err != nil {
		return nil, err
	}
	if word != "" {
		return makeCurrent(ctx, dom, word)
	}
	has, err := dom.HasCurrentSnapshot(ctx, 0)
	if err != nil {
		return nil, err
	}
	if !has {
		named, err := a.String("domain") // which virsh calls it by
		if err != nil {
			return nil, err
		}
		return nil, vsh.Failf("domain '%s' has no current snapshot", named)
	}
	snap, err := dom.CurrentSnapshot(ctx, 0)
	if err != nil {
		return nil, err
	}
	if a.Bool("name") {
		return name(snap), nil
	}
	xml, err := snap.XMLDesc(ctx, secureFlag().Of(a))
	if err != nil {
		return nil, err
	}
	return format.XML(xml), nil
}

// makeCurrent redefines a snapshot as the domain's current one.
func makeCurrent(ctx context.Context, dom *libvirt.Domain, word string) (format.Result, error) {
	snap, err := dom.LookupSnapshotByName(ctx, word, 0)
	if err != nil {
		return nil, err
	}
	// What the XML leaves out, the host would forget.
	xml, err := snap.XMLDesc(ctx, virt.DomainSnapshotXMLSecure)
	if err != nil {
		return nil, err
	}
	d, err := describe(xml)
	if err != nil {
		return nil, err
	}
	flags := virt.DomainSnapshotCreateRedefine | virt.DomainSnapshotCreateCurrent
	if d.diskOnly() {
		flags |= virt.DomainSnapshotCreateDiskOnly // qemu insists on it
	}
	if _, err := dom.CreateSnapshotXML(ctx, xml, flags); err != nil {
		return nil, err
	}
	return done("set as current", snap, "Snapshot %s set as current", snap.Name()), nil
}

// secureFlag is the option of commands that print XML with its secrets.
func secureFlag() vsh.FlagMap[virt.DomainSnapshotXMLFlags] {
	return vsh.FlagMap[virt.DomainSnapshotXMLFlags]{"security-info": virt.DomainSnapshotXMLSecure}
}
