package checkpoint

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func checkpointDeleteSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "checkpoint-delete", Help: "delete a checkpoint",
		Description: "Delete a checkpoint of a domain. What was written since goes to the one above it.",
		Examples:    []string{"checkpoint-delete web monday"},
		Opts: append(checkpointArgs("domains-active-with-checkpoints"),
			vsh.BoolOpt("children", "delete all below it too"),
			vsh.BoolOpt("children-only", "delete all below it and not itself"),
			vsh.BoolOpt("metadata", "delete the host's record only")),
		Run: runCheckpointDelete,
	}
}

func runCheckpointDelete(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	point, err := lookup(ctx, s, a)
	if err != nil {
		return nil, err
	}
	flags := vsh.FlagMap[virt.DomainCheckpointDeleteFlags]{
		"children":      virt.DomainCheckpointDeleteChildren,
		"children-only": virt.DomainCheckpointDeleteChildrenOnly,
		"metadata":      virt.DomainCheckpointDeleteMetadataOnly,
	}.Of(a)
	if err := point.Delete(ctx, flags); err != nil {
		return nil, vsh.Wrapf(err, "Failed to delete checkpoint %s", point.Name())
	}
	if a.Bool("children-only") {
		return done("children deleted", point, "Domain checkpoint %s children deleted\n", point.Name()), nil
	}
	return done("deleted", point, "Domain checkpoint %s deleted\n", point.Name()), nil
}
