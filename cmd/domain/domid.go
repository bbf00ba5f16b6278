package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func domidSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "domid", Help: "show the ID of a domain",
		Description: "Show the ID of a running domain, or - for one that does not run.",
		Examples:    []string{"domid web"},
		Opts:        []vsh.Opt{vsh.DomainArg("name or UUID of the domain", "domains-active")},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			dom, err := s.Domain(ctx, a, vsh.ByUUID|vsh.ByName)
			if err != nil {
				return nil, err
			}
			return &domainID{dom.Ref().ID}, nil
		},
	}
}

type domainID struct {
	ID *int32 `json:"id,omitempty"` // running domains only
}

// Text prints the ID.
func (d *domainID) Text(p *format.Printer) error {
	if d.ID == nil {
		p.Println("-")
	} else {
		p.Println(*d.ID)
	}
	return nil
}
