package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/xmledit"
)

func snapshotCreateAsSpec() *vsh.Spec {
	opts := []vsh.Opt{
		vsh.DomainArg("name, id or UUID of the domain", "domains"),
		vsh.StringOpt("name", "name of the snapshot", "none").Loose(),
		vsh.StringOpt("description", "what the snapshot is for", "none").Loose(),
		vsh.BoolOpt("print-xml", "print the XML and do nothing"),
	}
	opts = append(opts, howOpts()...)
	diskspec := vsh.ArgvOpt("diskspec", "what becomes of a disk: disk[,snapshot=type][,driver=type][,stype=type][,file=name]", "domain-disks").Loose()
	diskspec.Positional = false
	return &vsh.Spec{
		Name: "snapshot-create-as", Help: "take a snapshot from options",
		Description: "Take a snapshot of a domain as the options describe it. Two commas in a specification are one comma of a name.",
		Examples: []string{
			"snapshot-create-as web before-update",
			"snapshot-create-as web before-update --disk-only --print-xml",
		},
		Opts: append(opts,
			vsh.StringOpt("memspec", "where the memory goes: [file=]name[,snapshot=type]", "none"),
			diskspec),
		Run: runSnapshotCreateAs,
	}
}

func runSnapshotCreateAs(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, vsh.ByAny)
	if err != nil {
		return nil, err
	}
	snap, err := snapshotAs(a)
	if err != nil {
		return nil, err
	}
	if a.Bool("print-xml") {
		return format.XML(snap.XML() + "\n"), nil
	}
	return create(ctx, dom, snap.XML(), howFlags(a), "")
}

// snapshotAs returns the snapshot that the options describe.
func snapshotAs(a *vsh.Args) (*xmledit.Snapshot, error) {
	var snap xmledit.Snapshot
	var err error
	if snap.Name, err = a.String("name"); err != nil {
		return nil, err
	}
	if snap.Description, err = a.String("description"); err != nil {
		return nil, err
	}
	memory, err := a.String("memspec")
	if err != nil {
		return nil, err
	}
	if memory != "" {
		if snap.Memory, err = parseMemspec(memory); err != nil {
			return nil, err
		}
	}
	for _, spec := range a.Argv("diskspec") {
		disk, err := parseDiskspec(spec)
		if err != nil {
			return nil, err
		}
		snap.Disks = append(snap.Disks, *disk)
	}
	return &snap, nil
}
