package checkpoint

import (
	"context"
	"errors"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func checkpointParentSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "checkpoint-parent", Help: "print the parent of a checkpoint",
		Description: "Print the name of the checkpoint that one is below.",
		Examples:    []string{"checkpoint-parent web monday"},
		Opts:        checkpointArgs("domains-with-checkpoints"),
		Run:         runCheckpointParent,
	}
}

func runCheckpointParent(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	point, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	parent, err := point.Parent(ctx, 0)
	if errors.Is(err, virt.ErrNoDomainCheckpoint) {
		return nil, vsh.Failf("checkpoint '%s' has no parent", point.Name())
	}
	if err != nil {
		return nil, err
	}
	return format.ValueText("name", parent.Name(), parent.Name()), nil
}
