package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domrenameSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domrename", Help: "give an inactive domain another name",
		Examples: []string{"domrename db database"},
		Opts: []vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains-inactive"),
			vsh.StringArg("new-name", "the name it gets", "none"),
		},
		Run: runDomrename,
	}
}

func runDomrename(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	dom, err := s.Domain(ctx, a, byAny)
	if err != nil {
		return nil, err
	}
	name, err := a.String("new-name")
	if err != nil {
		return nil, err
	}
	if err := dom.Rename(ctx, name, 0); err != nil {
		return nil, err
	}
	return &renamed{Action: format.Done("renamed", ref(dom), "Domain successfully renamed\n"), NewName: name}, nil
}

// renamed is a domain, by its old name, and the one that it has got.
type renamed struct {
	format.Action
	NewName string `json:"newName"`
}
