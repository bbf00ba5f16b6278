package filter

import (
	"context"

	"github.com/virgo-vm/virgo/cmd/vsh"
	"github.com/virgo-vm/virgo/format"
)

func nwfilterUndefineSpec() *vsh.Spec {
	return &vsh.Spec{
		Name: "nwfilter-undefine", Help: "remove a network filter",
		Examples: []string{"nwfilter-undefine clean-traffic"},
		Opts:     []vsh.Opt{filterArg()},
		Run: func(ctx context.Context, s *vsh.Session, a *vsh.Args) (format.Result, error) {
			filter, err := lookup(ctx, s, a)
			if err != nil {
				return nil, err
			}
			word := a.Raw("nwfilter")
			if err := filter.Undefine(ctx); err != nil {
				return nil, vsh.Wrapf(err, "Failed to undefine network filter %s", word)
			}
			return format.Done("undefined", format.Ref(filter.Ref()), "Network filter %s undefined\n", word), nil
		},
	}
}
