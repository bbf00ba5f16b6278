package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func descSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "desc", Help: "show or set a domain's description or title",
		Description: "Show the description of a domain, or set it to the words that are given.",
		Examples: []string{
			"desc web",
			"desc web --title The shop",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		}, vsh.DescOpts("domain")...),
		Run: runDesc,
	}
}

func runDesc(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	typ := func(title bool) virt.DomainMetadataType {
		if title {
			return virt.DomainMetadataTitle
		}
		return virt.DomainMetadataDescription
	}
	return vsh.RunDesc(ctx, s, a, func(ctx context.Context) (*vsh.Described, error) {
		dom, err := s.Domain(ctx, a, byAny)
		if err != nil {
			return nil, err
		}
		return &vsh.Described{
			Ref: ref(dom), Missing: virt.ErrNoDomainMetadata,
			Get: func(ctx context.Context, title bool, impact virt.DomainModificationImpact) (string, error) {
				return dom.Metadata(ctx, typ(title), "", impact)
			},
			Set: func(ctx context.Context, title bool, text string, impact virt.DomainModificationImpact) error {
				return dom.SetMetadata(ctx, typ(title), &text, "", "", impact)
			},
			XML: func(ctx context.Context, impact virt.DomainModificationImpact) (string, error) {
				var flags virt.DomainXMLFlags
				if impact == virt.DomainAffectConfig {
					flags = virt.DomainXMLInactive
				}
				return dom.XMLDesc(ctx, flags)
			},
		}, nil
	})
}
