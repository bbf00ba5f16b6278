package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotDeleteSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-delete", Help: "delete a snapshot",
		Description: "Delete a snapshot of a domain. The domain and the snapshots below keep what they are.",
		Examples:    []string{"snapshot-delete web before-update"},
		Opts: append(snapshotArgs(),
			vsh.BoolOpt("children", "delete all below it too"),
			vsh.BoolOpt("children-only", "delete all below it and not itself"),
			vsh.BoolOpt("metadata", "delete the host's record only")),
		Run: runSnapshotDelete,
	}
}

func runSnapshotDelete(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	snap, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainSnapshotDeleteFlags]{
		"children":      virt.DomainSnapshotDeleteChildren,
		"children-only": virt.DomainSnapshotDeleteChildrenOnly,
		"metadata":      virt.DomainSnapshotDeleteMetadataOnly,
	}.Of(a)
	if err := snap.Delete(ctx, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to delete snapshot %s", snap.Name())
	}
	if a.Bool("children-only") {
		return done("children deleted", snap, "Domain snapshot %s children deleted\n", snap.Name()), nil
	}
	return done("deleted", snap, "Domain snapshot %s deleted\n", snap.Name()), nil
}
