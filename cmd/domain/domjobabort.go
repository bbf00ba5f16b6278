package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func domjobabortSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domjobabort", Help: "give up the job of a domain",
		Description: "Make the host give up what it does with a domain: a migration, save or dump.",
		Examples:    []string{"domjobabort web"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-active"),
			vsh.BoolOpt("postcopy", "interrupt a migration that is in its post-copy phase"),
		},
		Run: runDomjobabort,
	}
}

func runDomjobabort(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	if a.Bool("postcopy") {
		err = dom.AbortJobFlags(ctx, virt.DomainAbortJobPostcopy)
	} else {
		err = dom.AbortJob(ctx)
	}
	if err != nil {
		return nil, err
	}
	return format.Done("aborted", ref(dom), ""), nil
}
