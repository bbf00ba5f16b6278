package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/libvirt"
	"github.com/virgo-vm/virgo/lib/virt"
)

// howOpts is the options of both commands that take snapshots.
func howOpts() []vsh.Opt {
	return []vsh.Opt{
		vsh.BoolOpt("no-metadata", "keep no record of the snapshot on the host"),
		vsh.BoolOpt("halt", "stop the domain once the snapshot is taken"),
		vsh.BoolOpt("disk-only", "take the disks and not the memory"),
		vsh.BoolOpt("reuse-external", "use files that are there already"),
		vsh.BoolOpt("quiesce", "freeze the guest's file systems meanwhile"),
		vsh.BoolOpt("atomic", "take all disks or none"),
		vsh.BoolOpt("live", "let the guest run while its memory is taken"),
		vsh.BoolOpt("validate", "check the XML against the schema"),
	}
}

// howFlags returns what the options that howOpts makes stand for.
func howFlags(a *vsh.Args) virt.DomainSnapshotCreateFlags {
	return vsh.FlagMap[virt.DomainSnapshotCreateFlags]{
		"no-metadata":    virt.DomainSnapshotCreateNoMetadata,
		"halt":           virt.DomainSnapshotCreateHalt,
		"disk-only":      virt.DomainSnapshotCreateDiskOnly,
		"reuse-external": virt.DomainSnapshotCreateReuseExt,
		"quiesce":        virt.DomainSnapshotCreateQuiesce,
		"atomic":         virt.DomainSnapshotCreateAtomic,
		"live":           virt.DomainSnapshotCreateLive,
		"validate":       virt.DomainSnapshotCreateValidate,
	}.Of(a)
}

// create takes a snapshot. from is the file that its XML is from, if there is one.
func create(ctx context.Context, dom *libvirt.Domain, xml string, flags virt.DomainSnapshotCreateFlags, from string) (format.Result, error) {
	snap, err := dom.CreateSnapshotXML(ctx, xml, flags)
	if err != nil {
		return nil, err
	}
	if from != "" {
		return done("created", snap, "Domain snapshot %s created from '%s'", snap.Name(), from), nil
	}
	return done("created", snap, "Domain snapshot %s created", snap.Name()), nil
}
