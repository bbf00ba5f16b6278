package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nwfilterDumpxmlSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-dumpxml", Help: "print the XML of a network filter",
		Examples: []string{"nwfilter-dumpxml clean-traffic"},
		Opts:     append([]vsh.Opt{filterArg()}, vsh.XPathOpts()...),
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			filter, err := lookup(ctx, s, a)
			if err != nil {
				return nil, err
			}
			return vsh.Document(a, func() (string, error) { return filter.XMLDesc(ctx, 0) })
		},
	}
}
