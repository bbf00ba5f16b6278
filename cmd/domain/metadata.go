package domain

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func metadataSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "metadata", Help: "show, set or remove metadata of a domain",
		Description: "Show what a domain's XML keeps for a program of the user's, in the namespace with the\n" +
			"given URI; or set or remove it.",
		Examples: []string{
			"metadata web http://example.com/owner --key o --set '<owner>ops</owner>'",
			"metadata web http://example.com/owner",
		},
		Opts: append([]vsh.Opt{
			vsh.DomainArg("name, ID or UUID of the domain", "domains"),
		}, vsh.MetadataOpts("domain")...),
		Run: runMetadata,
	}
}

func runMetadata(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	return vsh.RunMetadata(ctx, s, a, func(ctx context.Context) (*vsh.Annotated, error) {
		dom, err := s.Domain(ctx, a, byAny)
		if err != nil {
			return nil, err
		}
		return &vsh.Annotated{
			Ref: ref(dom), Missing: virt.ErrNoDomainMetadata,
			Get: func(ctx context.Context, uri string, impact virt.DomainModificationImpact) (string, error) {
				return dom.Metadata(ctx, virt.DomainMetadataElement, uri, impact)
			},
			Set: func(ctx context.Context, xml *string, key, uri string, impact virt.DomainModificationImpact) error {
				return dom.SetMetadata(ctx, virt.DomainMetadataElement, xml, key, uri, impact)
			},
		}, nil
	})
}
