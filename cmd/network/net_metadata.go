package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netMetadataSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-metadata", Help: "show, set or remove metadata of a network",
		Description: "Show what a network's XML keeps for a program of the user's, in the namespace with the\n" +
			"given URI; or set or remove it.",
		Examples: []string{"net-metadata default http://example.com/owner"},
		Opts: append([]vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks"),
		}, vsh.MetadataOpts("network")...),
		Run: runNetMetadata,
	}
}

func runNetMetadata(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	return vsh.RunMetadata(ctx, s, a, func(ctx context.Context) (*vsh.Annotated, error) {
		net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
		if err != nil {
			return nil, err
		}
		return &vsh.Annotated{
			Ref: format.Ref(net.Ref()), Missing: virt.ErrNoNetworkMetadata,
			Get: func(ctx context.Context, uri string, impact virt.DomainModificationImpact) (string, error) {
				return net.Metadata(ctx, virt.NetworkMetadataElement, uri, virt.NetworkUpdateFlags(impact)) // the bits are the same
			},
			Set: func(ctx context.Context, xml *string, key, uri string, impact virt.DomainModificationImpact) error {
				return net.SetMetadata(ctx, virt.NetworkMetadataElement, xml, key, uri, virt.NetworkUpdateFlags(impact))
			},
		}, nil
	})
}
