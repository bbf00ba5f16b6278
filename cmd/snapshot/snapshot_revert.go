package snapshot

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func snapshotRevertSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "snapshot-revert", Help: "go back to the state of a snapshot",
		Description: "Put a domain back into the state of a snapshot, running or not as it was then. What it is now is lost.",
		Examples:    []string{"snapshot-revert web before-update"},
		Opts: append(snapshotArgs(),
			vsh.BoolOpt("running", "let it run afterwards"),
			vsh.BoolOpt("paused", "start it with its CPUs stopped"),
			vsh.BoolOpt("force", "accept also what the host thinks risky"),
			vsh.BoolOpt("reset-nvram", "give it fresh NVRAM when it starts")),
		Run: runSnapshotRevert,
	}
}

func runSnapshotRevert(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	snap, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainSnapshotRevertFlags]{
		"running":     virt.DomainSnapshotRevertRunning,
		"paused":      virt.DomainSnapshotRevertPaused,
		"force":       virt.DomainSnapshotRevertForce,
		"reset-nvram": virt.DomainSnapshotRevertResetNVRAM,
	}.Of(a)
	if err := snap.Revert(ctx, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to revert snapshot %s", snap.Name())
	}
	return done("reverted", snap, "Domain snapshot %s reverted\n", snap.Name()), nil
}
