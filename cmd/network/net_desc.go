package network

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
	"github.com/virgo-vm/virgo/lib/virt"
)

func netDescSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "net-desc", Help: "show or set a network's description or title",
		Description: "Show the description of a network, or set it to the words that are given.",
		Examples: []string{
			"net-desc default",
			"net-desc default --title Guests",
		},
		Opts: append([]vsh.Opt{
			vsh.NetworkArg("name or UUID of the network", "networks"),
		}, vsh.DescOpts("network")...),
		Run: runNetDesc,
	}
}

func runNetDesc(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
	typ := func(title bool) virt.NetworkMetadataType {
		if title {
			return virt.NetworkMetadataTitle
		}
		return virt.NetworkMetadataDescription
	}
	return vsh.RunDesc(ctx, s, a, func(ctx context.Context) (*vsh.Described, error) {
		net, err := s.Network(ctx, a, vsh.ByUUID|vsh.ByName)
		if err != nil {
			return nil, err
		}
		return &vsh.Described{
			Ref: format.Ref(net.Ref()), Missing: virt.ErrNoNetworkMetadata,
			Get: func(ctx context.Context, title bool, impact virt.DomainModificationImpact) (string, error) {
				return net.Metadata(ctx, typ(title), "", virt.NetworkUpdateFlags(impact)) // the bits are the same
			},
			Set: func(ctx context.Context, title bool, text string, impact virt.DomainModificationImpact) error {
				return net.SetMetadata(ctx, typ(title), &text, "", "", virt.NetworkUpdateFlags(impact))
			},
			XML: func(ctx context.Context, impact virt.DomainModificationImpact) (string, error) {
				var flags virt.NetworkXMLFlags
				if impact == virt.DomainAffectConfig {
					flags = virt.NetworkXMLInactive
				}
				return net.XMLDesc(ctx, flags)
			},
		}, nil
	})
}
