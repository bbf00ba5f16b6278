package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func managedsaveSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "managedsave", Help: "save a running domain where its host keeps it",
		Description: "Write the memory and the devices' state of a domain to a file of the host's choice, and\n" +
			"stop it. The next start lets it go on from there.",
		Examples: []string{"managedsave web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("bypass-cache", "write the file past the host's file cache"),
			vsh.BoolOpt("running", "let its CPUs go on after the next start"),
			vsh.BoolOpt("paused", "leave its CPUs stopped after the next start"),
			vsh.BoolOpt("verbose", "show the progress"),
		},
		Run: runManagedsave,
	}
}

func runManagedsave(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	j := &job{session: s, dom: dom, label: "Managedsave", verbose: a.Bool("verbose")}
	err = j.run(ctx, func(ctx context.Context) error { return dom.ManagedSave(ctx, saveFlags.Of(a)) })
	if err != nil {
		return nil, vsh.Wrapf(err, "Failed to save domain '%s' state", dom.Name())
	}
	return format.Done("saved", ref(dom), "\nDomain '%s' state saved by libvirt\n", dom.Name()), nil
}
