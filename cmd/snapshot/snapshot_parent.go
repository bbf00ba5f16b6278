package snapshot

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotParentSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-parent", Help: "print the parent of a snapshot",
		Description: "Print the name of the snapshot that one is below.",
		Examples:    []string{"snapshot-parent web --current"},
		Opts:        snapshotArgs(),
		Run:         runSnapshotParent,
	}
}

func runSnapshotParent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	snap, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	parent, err := snap.Parent(ctx, 0)
	if errors.Is(err, virt.ErrNoDomainSnapshot) {
		return nil, vsh.Failf("snapshot '%s' has no parent", snap.Name())
	}
	if err != nil {
		return nil, err
	}
	return name(parent), nil
}
