package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func managedsaveRemoveSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "managedsave-remove", Help: "remove what managedsave has saved of a domain",
		Description: "Remove the saved state of a domain, so that the next start boots it.",
		Examples:    []string{"managedsave-remove saved"},
		Opts:        []vsh.Opt{vsh.DomainArg("name, ID or UUID of the domain", "domains-managed-save")},
		Run:         runManagedsaveRemove,
	}
}

func runManagedsaveRemove(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	word, err := a.String("domain") // which virsh calls it by
	if err != nil {
		return nil, err
	}
	saved, err := dom.HasManagedSave(ctx, 0)
	switch {
	case err != nil:
		return nil, vsh.Wrapf(err, "Failed to check for domain managed save image")
	case !saved:
		return format.Done("skipped", ref(dom), "Domain '%s' has no manage save image; removal skipped", word), nil
	}
	if err := dom.ManagedSaveRemove(ctx, 0); err != nil {
		return nil, vsh.Wrapf(err, "Failed to remove managed save image for domain '%s'", word)
	}
	return format.Done("removed", ref(dom), "Removed managedsave image for domain '%s'", word), nil
}
